// For pages that a browser shows: the standard's rules, all of them.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
};
