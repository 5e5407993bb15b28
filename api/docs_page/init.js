// validatorUrl: the default would send the address of this service to a validator elsewhere
window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    validatorUrl: null,
    queryConfigEnabled: false,
    persistAuthorization: false,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
  });
});
