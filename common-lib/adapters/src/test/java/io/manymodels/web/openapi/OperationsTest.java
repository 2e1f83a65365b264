package io.manymodels.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.web.AccessRule;
import io.manymodels.web.ErrorShape;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.method.HandlerMethod;

/** What the documentation says of operations: their names, who may call them, and how they fail. */
@NullUnmarked // What a document lacks fails the test that asks for it.
class OperationsTest {

    /** A protocol that has one status for everything its caller did wrong. */
    private static final ErrorShape OTHERS = new ErrorShape() {

        // Its body.
        record Complaint(String error) {}

        @Override
        public boolean covers(String path) {
            return path.startsWith("/v2/");
        }

        @Override
        public HttpStatusCode status(HttpStatusCode status) {
            return status.is4xxClientError() ? HttpStatusCode.valueOf(400) : status;
        }

        @Override
        public MediaType contentType() {
            return MediaType.APPLICATION_JSON;
        }

        @Override
        public Object body(ProblemDetail problem) {
            return new Complaint("wrong");
        }

        @Override
        public Class<?> bodyType() {
            return Complaint.class;
        }
    };

    private static Operation operation() {
        return new Operation().responses(new ApiResponses().addApiResponse("200", new ApiResponse()));
    }

    private static OpenAPI api(String path, PathItem item) {
        return new OpenAPI().components(new Components()).paths(new Paths().addPathItem(path, item));
    }

    private static Operation answered(String path, PathItem.HttpMethod method, Operation operation,
            AccessRule... rules) {
        PathItem item = new PathItem();
        item.operation(method, operation);
        new ProblemAnswers(List.of(rules), List.of(OTHERS)).customise(api(path, item));
        return operation;
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/runs, 200 400 401 403 503 default",
            "GET, /api/v1/runs/{run}, 200 400 401 403 404 503 default",
            "DELETE, /api/v1/runs/{run}, 200 400 401 403 404 409 422 503 default",
            "POST, /api/v1/runs, 200 400 401 403 409 422 503 default"})
    void anOperationFailsInTheWaysThatItsPathAndMethodAllow(PathItem.HttpMethod method, String path, String statuses) {
        assertThat(answered(path, method, operation()).getResponses().keySet())
                .containsExactlyInAnyOrder(statuses.split(" "));
    }

    @Test
    void whatTakesABodyMayFindItTooLargeOrOfAnotherType() {
        ApiResponses answers = answered("/api/v1/runs", PathItem.HttpMethod.POST,
                operation().requestBody(new RequestBody())).getResponses();

        assertThat(answers).containsKeys("413", "415");
        assertThat(answers.get("413").getContent().get("application/problem+json").getSchema().get$ref())
                .isEqualTo("#/components/schemas/ProblemDetails");
        assertThat(answers.get("503").getHeaders()).containsKey("Retry-After");
        assertThat(answers.get("413").getHeaders()).isNull();
    }

    @Test
    void whatAHandlerSaysOfAStatusStays() {
        Operation operation = operation();
        operation.getResponses().addApiResponse("409", new ApiResponse().description("A run is on its way"));

        answered("/api/v1/runs", PathItem.HttpMethod.POST, operation);

        assertThat(operation.getResponses().get("409").getDescription()).isEqualTo("A run is on its way");
    }

    @Test
    void aProtocolOfOthersIsDocumentedInItsOwnShape() {
        ApiResponses answers = answered("/v2/models/{model}/infer", PathItem.HttpMethod.POST,
                operation().requestBody(new RequestBody())).getResponses();

        assertThat(answers.keySet()).containsExactlyInAnyOrder("200", "400", "503", "default");
        assertThat(answers.get("400").getDescription()).as("the first of all that it stands for")
                .isEqualTo("The request means nothing here");
        assertThat(answers.get("400").getContent().get("application/json").getSchema().get$ref())
                .isEqualTo("#/components/schemas/Complaint");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/v1/runs, viewer operator approver", "POST, /api/v1/runs, operator",
            "POST, /api/v1/releases/{release}/approvals, approver",
            "GET, /api/v1/releases/{release}/approvals, viewer operator approver",
            "POST, /api/v1/releases/{release}/more/approvals, operator"})
    void anOperationNamesTheRolesThatMayCallIt(PathItem.HttpMethod method, String path, String roles) {
        AccessRule rule = new AccessRule(HttpMethod.POST, "/api/v1/releases/*/approvals", Set.of(Role.APPROVER));

        Operation operation = answered(path, method, operation(), rule);

        assertThat(operation.getExtensions().get("x-roles")).isEqualTo(List.of(roles.split(" ")));
        assertThat(operation.getSecurity()).as("as for the whole service").isNull();
    }

    @Test
    void whatIsOpenNeedsNoKeyAndNeverRefusesOne() {
        Operation operation = answered("/v2/health/live", PathItem.HttpMethod.GET, operation(),
                new AccessRule(HttpMethod.GET, "/v2/health/live", Set.of()),
                new AccessRule(HttpMethod.GET, "/v2/**", Set.of(Role.PREDICTOR)));

        assertThat(operation.getSecurity()).isEmpty();
        assertThat(operation.getExtensions()).isNull();
        assertThat(operation.getResponses().keySet()).containsExactlyInAnyOrder("200", "400", "503", "default");
    }

    static final class RunController {
        void get() {}
    }

    @Test
    void anOperationIsNamedByItsHandler() throws NoSuchMethodException {
        HandlerMethod handler = new HandlerMethod(new RunController(), RunController.class.getDeclaredMethod("get"));

        assertThat(new OperationNames().customize(operation(), handler).getOperationId()).isEqualTo("getRun");
    }

    @Test
    void aHandlerOfSeveralPathsHasANameForEach() {
        Paths paths = new Paths();
        for (String path : List.of("/runs", "/families/{family}/runs", "/releases/{release}/runs/{run}",
                "/other/{family}/runs", "/plain/runs")) {
            paths.addPathItem(path, new PathItem().get(operation().operationId("listRun")));
        }
        paths.addPathItem("/else", new PathItem().post(operation().operationId("startRun")));

        new OperationNames().customise(new OpenAPI().paths(paths));

        assertThat(paths.values()).flatExtracting(PathItem::readOperations).extracting(Operation::getOperationId)
                .containsExactly("listRun", "listRunByFamily", "listRunByRun", "listRunByFamily2", "listRun2",
                        "startRun");
    }

    @Test
    void aServiceSaysWhoItIsAndWhatProvesWhoCalls() {
        OpenAPI api = new OpenAPI();

        new ServiceDescription("training").customise(api);

        assertThat(api.getInfo().getTitle()).isEqualTo("many-models training");
        assertThat(api.getInfo().getVersion()).isNotBlank();
        assertThat(api.getServers()).extracting("url").as("wherever it is reached").containsExactly("/");
        assertThat(api.getComponents().getSecuritySchemes()).containsKey("apiKey");
        assertThat(api.getSecurity()).singleElement().satisfies(need -> assertThat(need).containsKey("apiKey"));
    }
}
