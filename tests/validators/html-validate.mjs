// How html-validate looks at the pages. Each rule that is set otherwise has its reason.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // Pages are well-formed XML as well: `build` looks at them with an XML parser (NG505).
    "void-style": ["error", { style: "selfclosing" }],
    "attribute-boolean-style": ["error", { style: "name" }],

    // It is that of the page, of the notice and of the organisation, so that a tab, a bookmark
    // and a list of results say whose page this is; how long they are is not the theme's choice.
    "long-title": "off",

    // A number that somebody copies has to hold plain hyphens. The style keeps it on one line.
    "tel-non-breaking": "off",
  },
};
