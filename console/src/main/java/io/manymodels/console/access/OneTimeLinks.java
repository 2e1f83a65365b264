package io.manymodels.console.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Tokens that sign a holder in once, in memory alone. Thread-safe. */
@Component
class OneTimeLinks {

    static final Duration VALID = Duration.ofMinutes(30);
    private static final int MOST = 1000;
    private static final int BYTES = 32;

    private record Issued(ConsoleUser user, Instant until) {}

    private final Map<String, Issued> issued = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    OneTimeLinks(Clock clock) {
        this.clock = clock;
    }

    /** A token for the user; the oldest are forgotten where there are too many. */
    String issue(ConsoleUser user) {
        Instant now = clock.instant();
        issued.values().removeIf(link -> link.until().isBefore(now));
        while (issued.size() >= MOST) {
            issued.entrySet().stream().min(Map.Entry.comparingByValue((a, b) -> a.until().compareTo(b.until())))
                    .ifPresent(oldest -> issued.remove(oldest.getKey()));
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(token, new Issued(user, now.plus(VALID)));
        return token;
    }

    /** Who the token is for; nobody the second time, and when it is too late. */
    Optional<ConsoleUser> redeem(String token) {
        Instant now = clock.instant();
        return Optional.ofNullable(issued.remove(token)).filter(link -> !link.until().isBefore(now))
                .map(Issued::user);
    }
}
