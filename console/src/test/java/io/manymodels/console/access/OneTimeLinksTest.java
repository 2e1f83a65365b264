package io.manymodels.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OneTimeLinksTest {

    private static final ConsoleUser OWNER = new ConsoleUser("ownerown", Set.of(Role.VIEWER), "mm_ownerown_secret");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-26T08:00:00Z"));
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final OneTimeLinks links = new OneTimeLinks(clock);

    @Test
    void aTokenOpensOnce() {
        String token = links.issue(OWNER);

        assertThat(links.redeem(token)).contains(OWNER);
        assertThat(links.redeem(token)).isEmpty();
        assertThat(links.redeem("")).isEmpty();
    }

    @Test
    void aTokenIsForgottenInTime() {
        String token = links.issue(OWNER);
        now.set(now.get().plus(OneTimeLinks.VALID).plus(Duration.ofSeconds(1)));

        assertThat(links.redeem(token)).isEmpty();
    }

    @Test
    void whoAsksAgainAndAgainFillsNoMemory() {
        String first = links.issue(OWNER);
        for (int i = 0; i < 1000; i++) {
            now.set(now.get().plusMillis(1));
            links.issue(OWNER);
        }

        assertThat(links.redeem(first)).isEmpty();
        assertThat(OWNER.toString()).doesNotContain("secret");
    }
}
