package io.manymodels.web.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Who this is, which build, and how a caller proves who it is. */
final class ServiceDescription implements OpenApiCustomizer {

    static final String SCHEME = "apiKey";

    private final String service;

    ServiceDescription(String service) {
        this.service = service;
    }

    @Override
    public void customise(OpenAPI api) {
        String version = ServiceDescription.class.getPackage().getImplementationVersion();
        api.info(new Info().title("many-models " + service)
                .version(Objects.requireNonNullElse(version, "development"))
                .description(
                        "The %s service of many-models. Errors are problem details (RFC 9457) with a stable code. Lists come in pages: ask again with nextCursor as cursor."
                                .formatted(service)));
        // Relative, so that it holds behind whatever the caller came through.
        api.servers(List.of(new io.swagger.v3.oas.models.servers.Server().url("/")));
        if (api.getComponents() == null) {
            api.components(new Components());
        }
        api.getComponents().addSecuritySchemes(SCHEME, new SecurityScheme().type(SecurityScheme.Type.HTTP)
                .scheme("bearer").bearerFormat("API key").description("An API key: mm_<id>_<secret>"));
        api.security(List.of(new SecurityRequirement().addList(SCHEME)));
    }
}
