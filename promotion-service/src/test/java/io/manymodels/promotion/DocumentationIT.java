package io.manymodels.promotion;

import io.manymodels.access.Role;
import io.manymodels.fixtures.web.DocumentationContract;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What this service says of itself is what it does. */
class DocumentationIT {

    private final Stack stack = Stack.INSTANCE;

    @Test
    void theServiceAnswersAsItsDocumentationSays() throws Exception {
        DocumentationContract contract = new DocumentationContract(stack.address(),
                stack.infrastructure()::apiKey);
        var family = new TestFamily("documented", "automatic", "1%");
        family.train(family.snapshot("a", 3), Map.of(0, 40d, 1, 40d), Map.of());
        var run = family.promote("{}");
        String id = run.path("id").asString();

        contract.assertHolds("promotion");
        for (String path : new String[] {"/api/v1/runs/" + id, "/api/v1/promotions/" + id,
                "/api/v1/promotions/%s/verdicts".formatted(id), "/api/v1/families/documented/releases",
                "/api/v1/families/documented/releases/current", "/api/v1/families/documented/releases/1",
                "/api/v1/families/documented/models", "/api/v1/families/documented/keys"}) {
            contract.assertAnswers(Role.VIEWER, "GET", path, null, 200);
        }
        var drawn = new JudgedFamily("documented-forecasts");
        drawn.train(drawn.snapshot("a", 1, Collections.nCopies(20, 100d)), 20,
                Map.of(0, new JudgedFamily.Model(100, 10, null)));
        String judged = stack.awaitEnd(stack
                .post(Role.APPROVER, "/families/documented-forecasts/promotions", "{\"dryRun\":true}").body().path("id")
                .asString()).path("id").asString();
        contract.assertAnswers(Role.VIEWER, "GET", "/api/v1/promotions/%s/forecasts?store=0".formatted(judged), null,
                200);
        String release = "/api/v1/releases/" + stack.get("/families/documented/releases").body().path("items").get(0)
                .path("id").asLong();
        for (String part : new String[] {"/leaderboard", "/histogram", "/changes"}) {
            contract.assertAnswers(Role.VIEWER, "GET", release + part, null, 200);
        }
    }
}
