package io.manymodels.web.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * Names of operations that stay when another controller gets a method of the same name: {@code getRun}, not {@code get_3}.
 * They become the names of methods in generated clients.
 */
final class OperationNames implements OperationCustomizer, OpenApiCustomizer {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        return operation.operationId(handler.getMethod().getName()
                + handler.getBeanType().getSimpleName().replaceFirst("Controller$", ""));
    }

    /** A handler of several paths is named once by itself, and then by the last variable of its path. */
    @Override
    public void customise(OpenAPI api) {
        Set<String> taken = new HashSet<>();
        api.getPaths().forEach((path, item) -> item.readOperations().forEach(operation -> {
            String name = operation.getOperationId();
            String place = lastVariable(path);
            for (int n = 1; !taken.add(operation.getOperationId()); n++) {
                operation.operationId(name + place + (n == 1 ? "" : n));
            }
        }));
    }

    private static String lastVariable(String path) {
        Matcher matcher = VARIABLE.matcher(path);
        String last = "";
        while (matcher.find()) {
            last = "By" + StringUtils.capitalize(matcher.group(1));
        }
        return last;
    }
}
