// Follows the values of a figure, which the reader, the page or Python change.

/** Call `heard` at each change of these values; the result ends it. */
export function follow(model, names, heard) {
  for (const name of names) model.on(`change:${name}`, heard);
  return () => {
    for (const name of names) model.off(`change:${name}`, heard);
  };
}

/** Set values and tell Python, where there is one. */
export function change(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}
