'use strict';
/** What both pages find and make elements with: `window.elements`. */
window.elements = {
  byId: (id) => document.getElementById(id),
  element: (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  },
};
