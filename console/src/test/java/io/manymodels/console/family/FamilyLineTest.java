package io.manymodels.console.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.console.platform.Families.Accuracy;
import io.manymodels.console.platform.Families.Before;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Families.Summary;
import io.manymodels.console.platform.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What the first page says of a family. */
class FamilyLineTest {

    private static final Part<Optional<Release>> RELEASED = Part.of(
            Optional.of(new Release(1, "shop", 1, true, "r", "t", "s", 1, "me", "2026-01-01T00:00:00Z")));
    private static final Part<Optional<Summary>> UNKNOWN = Part.of(Optional.empty());

    private static Family family(String spec) {
        return new Family("shop", 1, "2026-01-01T00:00:00Z", null, JsonMapper.shared().readTree(spec));
    }

    private static Part<Optional<Cycle>> cycle(String state) {
        return Part
                .of(Optional.of(new Cycle("c", "shop", 1, state, List.of(), null, "me", "2026-01-01T00:00:00Z", null)));
    }

    private static Part<Optional<Summary>> judged(String metric, double mean, @Nullable Double before,
            @Nullable Double relativeLoss) {
        return Part.of(Optional.of(new Summary(1, "shop", 3, Map.of(), Map.of(), new Accuracy(metric, 3, mean,
                before == null ? null : new Before(0, 3, before), "seasonal-naive", 3, relativeLoss))));
    }

    private static List<String> attention(Part<Optional<Cycle>> cycle, Part<Optional<Release>> release,
            Part<Optional<Summary>> summary) {
        return new FamilyLine(family("{}"), cycle, release, summary, Part.of(false)).attention();
    }

    @Test
    void aReleaseThatWaitsIsNamed() {
        assertThat(new FamilyLine(family("{}"), cycle("succeeded"), Part.of(Optional.empty()), UNKNOWN, Part.of(true))
                .attention()).containsExactly("a release waits for approval");
    }

    @Test
    void aFamilyThatIsWellNeedsNobody() {
        assertThat(attention(cycle("succeeded"), RELEASED, judged("mape", 10, 10.2, 0.8))).isEmpty();
        assertThat(attention(Part.of(Optional.empty()), Part.of(Optional.empty()), UNKNOWN)).isEmpty();
    }

    @Test
    void whatWentWrongIsNamed() {
        assertThat(attention(cycle("failed"), RELEASED, UNKNOWN)).containsExactly("the last cycle failed");
        assertThat(attention(cycle("succeeded"), Part.of(Optional.empty()), UNKNOWN))
                .containsExactly("no release yet");
        assertThat(attention(cycle("running"), Part.of(Optional.empty()), UNKNOWN)).isEmpty();
        assertThat(attention(cycle("succeeded"), RELEASED, judged("mape", 10, null, 1.2)))
                .containsExactly("worse than seasonal-naive");
    }

    /** Of an error the smaller is the better, of a share of hits the larger; a wobble within 5 % is none. */
    @ParameterizedTest
    @CsvSource({"mape, 10, 11, true", "mape, 10, 10.4, false", "mape, 10, 9, false", "accuracy, 0.9, 0.8, true",
            "accuracy, 0.9, 0.88, false", "accuracy, 0.9, 0.95, false"})
    void lessAccurateIsMeantAsTheMetricIs(String metric, double before, double now, boolean worse) {
        assertThat(attention(cycle("succeeded"), RELEASED, judged(metric, now, before, null))
                .contains("less accurate than the release before")).isEqualTo(worse);
    }

    /** That a service is down is said once, though three parts of the line miss it. */
    @Test
    void aServiceThatIsDownIsSaidOnce() {
        assertThat(attention(new Part<>(null, "The ingestion service does not answer", false),
                new Part<>(null, "The promotion service does not answer", false),
                new Part<>(null, "The promotion service does not answer", false)))
                .containsExactly("The ingestion service does not answer");
    }
}
