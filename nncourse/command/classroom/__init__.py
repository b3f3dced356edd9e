"""`nncourse classroom`: from a chapter to a class whose work is graded.

A file a subcommand, as in the folder above; `app` puts them together and says what the help of each
ends with. What several need: `arguments`, `telling` for what is printed, `engine` for grading, and
`standings` for how an assignment stands. Packages that only instructors need are loaded on use.
"""
