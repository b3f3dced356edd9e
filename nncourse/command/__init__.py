"""The `nncourse` command: train a network, measure it, ask it, look into it.

A file a subcommand, with a function of its name that reads the options, calls the package and
prints the answer; `app` puts them together. What several need is in modules of its own: `runs` from
data to a saved model, `resuming` from a checkpoint, `places` where they write, `reports` in words
and on a page, `inference` from a saved model to answers, `streams` to print to. The chapter on
digits uses it first.

Exit codes: 0 if all went well, 1 if what was asked for cannot be done, 2 if the command was not
understood, 130 after Ctrl-C.
"""
