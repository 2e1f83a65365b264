package io.manymodels.scoring;

import io.manymodels.access.Role;
import io.manymodels.fixtures.web.DocumentationContract;
import java.net.URI;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What this service says of itself is what it does. */
class DocumentationIT {

    private final ScoringStack stack = ScoringStack.INSTANCE;

    @Test
    void theServiceAnswersAsItsDocumentationSays() throws Exception {
        DocumentationContract contract = new DocumentationContract(URI.create("http://127.0.0.1:" + stack.port()),
                stack::apiKey);
        ToyRelease toy = stack.toy("toy-documented");
        toy.snapshot("documented-1");
        toy.release(1, "documented-1");

        contract.assertHolds("scoring");
        JsonNode run = contract.assertAnswers(Role.OPERATOR, "POST",
                "/api/v1/families/toy-documented/scorings", "{}", 202);
        stack.awaitEnd(run.path("id").asString());
        contract.assertAnswers(Role.VIEWER, "GET", run.path("links").path("self").asString(), null,
                200);
        contract.assertAnswers(Role.VIEWER, "GET",
                "/api/v1/families/toy-documented/predictions?limit=3", null, 200);
    }
}
