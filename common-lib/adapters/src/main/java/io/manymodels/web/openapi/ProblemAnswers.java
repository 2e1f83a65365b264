package io.manymodels.web.openapi;

import io.manymodels.access.Role;
import io.manymodels.web.AccessRule;
import io.manymodels.web.ErrorShape;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which roles may call an operation, and how it says that something went wrong, in the shape of its path. */
final class ProblemAnswers implements OpenApiCustomizer {

    private static final Set<Role> READERS = EnumSet.of(Role.VIEWER, Role.OPERATOR, Role.APPROVER);

    private final List<AccessRule> rules;
    private final List<ErrorShape> shapes;

    ProblemAnswers(List<AccessRule> rules, List<ErrorShape> shapes) {
        this.rules = List.copyOf(rules);
        this.shapes = List.copyOf(shapes);
    }

    @Override
    public void customise(OpenAPI api) {
        api.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> complete(api.getComponents(), path, method, operation)));
    }

    private void complete(Components components, String path, PathItem.HttpMethod method, Operation operation) {
        Set<Role> roles = roles(HttpMethod.valueOf(method.name()), path);
        if (roles.isEmpty()) {
            operation.security(List.of());
        } else {
            operation.addExtension("x-roles",
                    roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList());
        }
        ErrorShape shape = shapes.stream().filter(candidate -> candidate.covers(path)).findFirst()
                .orElse(ErrorShape.PROBLEM_DETAILS);
        Content content = new Content().addMediaType(shape.contentType().toString(),
                new MediaType().schema(schema(components, shape.bodyType())));
        Map<Integer, String> problems = problems(path, method, operation, !roles.isEmpty());
        problems.forEach((status, when) -> {
            int said = shape.status(HttpStatusCode.valueOf(status)).value();
            if (operation.getResponses().get(String.valueOf(said)) == null) {
                operation.getResponses().addApiResponse(String.valueOf(said), answer(said, when, content));
            }
        });
        operation.getResponses()._default(new ApiResponse().description("Anything else that went wrong")
                .content(content));
    }

    private Set<Role> roles(HttpMethod method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return rules.stream().filter(rule -> rule.method().equals(method)
                && PathPatternParser.defaultInstance.parse(rule.pattern()).matches(parsed))
                .findFirst().map(AccessRule::roles)
                .orElse(method.equals(HttpMethod.GET) ? READERS : EnumSet.of(Role.OPERATOR));
    }

    private static Map<Integer, String> problems(String path, PathItem.HttpMethod method, Operation operation,
            boolean guarded) {
        Map<Integer, String> problems = new TreeMap<>();
        problems.put(400, "The request means nothing here");
        if (guarded) {
            problems.put(401, "The API key is missing or not known");
            problems.put(403, "The API key has none of the roles that may do this");
        }
        if (path.contains("{")) {
            problems.put(404, "What the path names is not there");
        }
        if (method != PathItem.HttpMethod.GET) {
            problems.put(409, "Something else is going on, or went before");
            problems.put(422, "The request is well formed, and something in it is wrong");
        }
        if (operation.getRequestBody() != null) {
            problems.put(413, "The body is larger than allowed");
            problems.put(415, "The body is of another type");
        }
        problems.put(503, "Something behind this service does not answer in time; ask again later");
        return problems;
    }

    private static ApiResponse answer(int status, String when, Content content) {
        ApiResponse answer = new ApiResponse().description(when).content(content);
        if (status == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            answer.addHeaderObject(HttpHeaders.RETRY_AFTER,
                    new Header().description("Seconds to wait").schema(new StringSchema()));
        }
        return answer;
    }

    private static Schema<?> schema(Components components, Class<?> type) {
        ResolvedSchema resolved = ModelConverters.getInstance(true)
                .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach(components::addSchemas);
        return resolved.schema;
    }
}
