package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import io.manymodels.promotion.JudgedFamily.Model;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Before anybody decides, what would change is seen: both forecasts of a key, for the same weeks. Store 0 has a model in the
 * release before and a candidate, store 1 a model alone, the candidate of store 2 is broken, and store 3 is new.
 */
class ForecastsIT {

    private static final Stack STACK = Stack.INSTANCE;
    private static final JudgedFamily FAMILY = new JudgedFamily("both-forecasts");
    private static final Map<Integer, Double> JUDGED = Map.of(21, 180d, 22, 180d);

    private static String promotion = "";
    private static String snapshot = "";

    @BeforeAll
    static void judged() throws Exception {
        String first = FAMILY.snapshot("a", 3, Collections.nCopies(20, 100d));
        FAMILY.train(first, 20, Map.of(0, new Model(100, 10, null), 1, new Model(110, 10, null), 2,
                new Model(120, 10, null)));
        promote("{}");
        snapshot = FAMILY.snapshot("b", 4, Collections.nCopies(22, 100d));
        UUID training = FAMILY.train(snapshot, 22, Map.of(0, new Model(180, 30, JUDGED), 2, new Model(220, 30, JUDGED),
                3, new Model(230, 30, JUDGED)));
        FAMILY.spoil(training, 2);
        promotion = promote("{\"dryRun\":true}");
    }

    private static String promote(String body) {
        var answer = STACK.post(Role.APPROVER, "/families/" + FAMILY.name() + "/promotions", body);
        assertThat(answer.status()).as("%s", answer).isEqualTo(202);
        String run = answer.body().path("id").asString();
        assertThat(STACK.awaitEnd(run).path("state").asString()).isEqualTo("succeeded");
        return run;
    }

    private static JsonNode forecasts(int store) {
        var answer = STACK.get("/promotions/%s/forecasts?store=%d".formatted(promotion, store));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.body();
    }

    private static List<Double> predicted(JsonNode model) {
        return model.path("rows").valueStream().map(row -> row.path("prediction").doubleValue()).toList();
    }

    @Test
    void bothModelsAreAskedForTheWeeksBehindTheSnapshot() {
        JsonNode forecasts = forecasts(0);

        assertThat(predicted(forecasts.path("before"))).containsExactly(100d, 100d);
        assertThat(predicted(forecasts.path("candidate"))).containsExactly(180d, 180d);
        for (String side : List.of("before", "candidate")) {
            assertThat(forecasts.path(side).path("rows").valueStream().map(row -> row.path("week").intValue()))
                    .as(side).containsExactly(23, 24);
            assertThat(forecasts.path(side).path("problem").isNull()).as(side).isTrue();
            assertThat(forecasts.path(side).path("algorithm").asString()).isEqualTo("mean");
        }
        assertThat(forecasts.path("time").asString()).isEqualTo("week");
        assertThat(forecasts.path("snapshot").asString()).isEqualTo(snapshot);
        assertThat(forecasts.path("key").toString()).isEqualTo("{\"store\":0}");
    }

    @Test
    void aSideThatHasNoModelIsNotThere() {
        assertThat(forecasts(1).path("candidate").isNull()).isTrue();
        assertThat(predicted(forecasts(1).path("before"))).containsExactly(110d, 110d);
        assertThat(forecasts(3).path("before").isNull()).isTrue();
        assertThat(predicted(forecasts(3).path("candidate"))).containsExactly(230d, 230d);
    }

    @Test
    void aBrokenCandidateSaysWhyAndTheOtherSideIsThere() {
        JsonNode forecasts = forecasts(2);

        assertThat(forecasts.path("candidate").path("problem").path("code").asString()).isEqualTo("artefact-corrupt");
        assertThat(forecasts.path("candidate").path("problem").path("message").asString()).contains("Maybe");
        assertThat(forecasts.path("candidate").path("rows").isEmpty()).isTrue();
        assertThat(predicted(forecasts.path("before"))).containsExactly(120d, 120d);
    }

    @Test
    void nothingIsPublishedByIt() {
        forecasts(0);

        assertThat(
                STACK.get("/families/%s/releases/current".formatted(FAMILY.name())).body().path("release").intValue())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"store=9, 404 key-unknown", "'', 400 key-missing", "store=x, 400 key-malformed",
            "store=0&brand=1, 400 parameter-unknown"})
    void whatNamesNoKeyOfTheSnapshotIsRefused(String query, String refusal) {
        var answer = STACK.get("/promotions/%s/forecasts?%s".formatted(promotion, query));

        assertThat(answer.status() + " " + answer.body().path("code").asString()).isEqualTo(refusal);
        assertThat(answer.body().toString()).contains("Maybe");
    }

    @Test
    void aPromotionThatIsNotThereAndAFamilyWithoutTimeAreSaid() {
        var unknown = STACK.get("/promotions/%s/forecasts?store=0".formatted(new UUID(7, 7)));
        var timeless = new TestFamily("no-horizon", "automatic", "1%");
        timeless.train(timeless.snapshot("a", 2), Map.of(0, 40d), Map.of());
        String run = timeless.promote("{}").path("id").asString();

        assertThat(unknown.status() + " " + unknown.body().path("code").asString()).isEqualTo("404 promotion-unknown");
        var answer = STACK.get("/promotions/%s/forecasts?store=0&brand=0".formatted(run));
        assertThat(answer.status() + " " + answer.body().path("code").asString()).isEqualTo("422 horizon-missing");
    }
}
