// What must run before the page is painted.
