package io.manymodels.promotion.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that are not delivered any more, for how long they stay. */
class VanishedKeyTest {

    private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    private static VanishedKey key(String name) {
        return new VanishedKey("{\"store\":\"%s\"}".formatted(name), "own", "shop-41", SINCE);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-01T00:00:00Z, true", "2026-11-07T23:59:59.999999Z, true", "2026-11-08T00:00:00Z, false",
            "2027-01-01T00:00:00Z, false", "2026-10-31T00:00:00Z, true"})
    void aKeyStaysUntilItsRetentionIsOver(Instant now, boolean kept) {
        assertThat(key("a").isKept(WEEK, now)).isEqualTo(kept);
    }

    @Test
    void withoutARetentionNoKeyStays() {
        assertThat(key("a").isKept(Duration.ZERO, SINCE)).isFalse();
    }

    @Test
    void aKeyThatNobodyAccountsForDoesNotStay() {
        assertThat(new VanishedKey("{}", "own", null, null).isKept(Duration.ofDays(9999), SINCE)).isFalse();
    }

    @Test
    void whatBecomesOfAKeyIsSaidWithWhatMayHelp() {
        VanishedKey old = new VanishedKey("{\"store\":\"old\"}", "family", "shop-2", SINCE.minus(WEEK));
        VanishedKeys keys = new VanishedKeys(List.of(key("new"), old), 10, WEEK, SINCE.plus(Duration.ofDays(1)));

        assertThat(keys.size()).isEqualTo(2);
        assertThat(keys.kept()).containsExactly(key("new"));
        assertThat(keys.message(key("new"))).isEqualTo(
                "The key is not delivered any more; snapshot [shop-41] had it last. The release keeps it on rung [own] until [2026-11-08T00:00:00Z]. Maybe the delivery is not complete, or the key is closed");
        assertThat(keys.message(old)).isEqualTo(
                "The key is not delivered any more, for longer than ingestion.retention [7 d] says; the release has it no longer. Maybe the key is closed; it comes back with its rows");
    }
}
