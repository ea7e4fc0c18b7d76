// For pages that a browser shows: the standard's rules, all but one.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // A title is the mail's subject, which is kept short where it is written, and counted there as readers count: an
    // emoji can have a dozen of the units that this rule counts.
    "long-title": "off",
  },
};
