// For mails: the page's rules, without what only mail clients make necessary. Everything else stays an error.

// Outlook for Windows lays out with Word, which reads sizes, colours and alignment from attributes and not always from
// styles. HTML has dropped them in favour of styles; on tables and their cells they are allowed here, and nowhere else.
const allow = (...attributes) => ({ attributes: Object.fromEntries(attributes.map((name) => [name, { deprecated: false }])) });

export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  elements: [
    "html5",
    {
      table: allow("align", "bgcolor", "border", "cellpadding", "cellspacing", "width"),
      td: allow("align", "bgcolor", "valign", "width"),
      tr: allow("valign"),
      th: allow("align", "bgcolor", "valign", "width"),
    },
  ],
  rules: {
    // A title is the mail's subject, which is kept short where it is written, and counted there as readers count: an
    // emoji can have a dozen of the units that this rule counts.
    "long-title": "off",
    // Gmail drops <style> for some accounts: what a mail cannot do without stands on the element.
    "no-inline-style": "off",
    // Only Outlook for Windows reads what stands in them.
    "no-conditional-comment": "off",
    // Tables with role="presentation" are boxes, which have rows and no body of data.
    "prefer-tbody": "off",
  },
};
