package io.manymodels.cli.release;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Platform;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Deciding about a promotion that waits: what {@code approve} and {@code decline} share. */
final class Approval {

    private static final int LOOKED_AT = 20;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "PROMOTION", description = "Id of the promotion's run, or the family whose promotion waits")
    private String named = "";

    int decide(boolean approve) {
        Platform platform = client.platform();
        JsonNode promotion = platform.post(Service.PROMOTION,
                "/promotions/" + Platform.encoded(promotion(platform)) + "/approval",
                JsonNodeFactory.instance.objectNode().put("approve", approve));
        String result = promotion.path("result").asString("");
        if (client.json()) {
            Terminal.print(promotion);
        } else {
            Terminal.print("The promotion " + promotion.path("id").asString("") + " of "
                    + promotion.path("family").asString("") + " is " + result + "."
                    + (result.equals("published")
                            ? " Scoring follows: ./manymodels runs "
                                    + promotion.path("family").asString("")
                            : ""));
        }
        return result.equals(approve ? "published" : "declined") ? 0 : CommandFailure.NEGATIVE;
    }

    private String promotion(Platform platform) {
        try {
            return UUID.fromString(named).toString();
        } catch (IllegalArgumentException e) {
            return waiting(platform);
        }
    }

    /** The only promotion of the family that waits. */
    private String waiting(Platform platform) {
        List<String> found = new ArrayList<>();
        for (JsonNode run : platform.get(Service.PROMOTION, "/runs?kind=promotion&state=succeeded&limit=" + LOOKED_AT
                + "&family=" + Platform.encoded(named)).path("items")) {
            String id = run.path("id").asString("");
            if (platform.get(Service.PROMOTION, "/promotions/" + Platform.encoded(id)).path("result").asString("")
                    .equals("awaiting-approval")) {
                found.add(id);
            }
        }
        if (found.isEmpty()) {
            throw CommandFailure.negative("No promotion of (" + named + ") waits for approval. Maybe look at"
                    + " ./manymodels runs " + named);
        }
        if (found.size() > 1) {
            throw CommandFailure.usage("Several promotions of (" + named + ") wait. Maybe name one of them:", found);
        }
        return found.getFirst();
    }
}
