package io.manymodels.console.platform;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.deployment.Service;
import io.manymodels.problem.ManyModelsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Families, their cycles and their releases, as the services tell them. */
@Component
public class Families {

    private static final String AWAITING = "awaiting-approval";

    private final Platform platform;
    private final JsonMapper json;

    Families(Platform platform, JsonMapper json) {
        this.platform = platform;
        this.json = json;
    }

    /**
     * A version of a family.
     *
     * @param nextCycleAt when its schedule starts the next cycle; null without one
     */
    public record Family(String family, int version, String createdAt, @Nullable String nextCycleAt, JsonNode spec) {

        /** The names of the key columns. */
        public List<String> keyColumns() {
            return spec.path("key").valueStream().map(name -> name.asString("")).toList();
        }

        /** Forecast, regression or classification. */
        public String task() {
            return spec.path("task").asString("");
        }

        /** What the family is judged by. */
        public String metric() {
            return spec.path("training").path("metric").asString("");
        }
    }

    /** A page of families, and where the next one begins. */
    public record FamilyPage(List<Family> items, @Nullable String nextCursor) {}

    /** A cycle with the runs of its steps. */
    public record Cycle(String id, String family, int familyVersion, String state, List<Step> steps,
            @Nullable String problem, String startedBy, String startedAt, @Nullable String finishedAt) {

        /** Whether it is at work. */
        public boolean isRunning() {
            return state.equals("running");
        }
    }

    /** A step of a cycle: its run, in the service that owns it. */
    public record Step(String kind, String run, String service, String state) {}

    /** A page of cycles. */
    public record CyclePage(List<Cycle> items, @Nullable String nextCursor) {}

    /** A published release. */
    public record Release(long id, String family, int release, boolean current, String run, String trainingRun,
            String snapshot, int familyVersion, String createdBy, String createdAt) {}

    /** A page of releases. */
    public record ReleasePage(List<Release> items, @Nullable String nextCursor) {}

    /** Keys of a release, counted. */
    public record Summary(int release, String family, long keys, Map<String, Long> byRung,
            Map<String, Long> byAlgorithm, @Nullable Accuracy accuracy) {}

    /** How well the models of a release did in their backtests. */
    public record Accuracy(String metric, long keys, @Nullable Double mean, @Nullable Before before,
            @Nullable String baseline, long baselineKeys, @Nullable Double relativeLoss) {}

    /** The same of the release before. */
    public record Before(int release, long keys, double mean) {}

    /** Families by name. */
    public FamilyPage list(ConsoleUser user, @Nullable String cursor, int limit) {
        return platform.get(user, Service.INGESTION, "/families?" + paged(cursor, limit), FamilyPage.class);
    }

    /** The current version. */
    public Family family(ConsoleUser user, String family) {
        return platform.get(user, Service.INGESTION, Platform.family(family), Family.class);
    }

    /** Its versions, newest first. */
    public FamilyPage versions(ConsoleUser user, String family) {
        return platform.get(user, Service.INGESTION, Platform.family(family) + "/versions?limit=50",
                FamilyPage.class);
    }

    /** Cycles of a family, or of all, newest first. */
    public CyclePage cycles(ConsoleUser user, @Nullable String family, @Nullable String cursor, int limit) {
        return platform.get(user, Service.INGESTION,
                (family == null ? "" : Platform.family(family)) + "/cycles?" + paged(cursor, limit),
                CyclePage.class);
    }

    /** One cycle. */
    public Cycle cycle(ConsoleUser user, String id) {
        return platform.get(user, Service.INGESTION, "/cycles/" + Platform.encoded(id), Cycle.class);
    }

    /** Releases of a family, newest first. */
    public ReleasePage releases(ConsoleUser user, String family, int limit) {
        return platform.get(user, Service.PROMOTION,
                Platform.family(family) + "/releases?limit=" + limit, ReleasePage.class);
    }

    /** The release that readers follow, however far back it is; empty before the first. */
    public Optional<Release> current(ConsoleUser user, String family) {
        try {
            return Optional.of(release(user, family, "current"));
        } catch (ManyModelsException e) {
            if (e.code().equals("release-missing")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The release with a number. NOT_FOUND {@code release-unknown}. */
    public Release release(ConsoleUser user, String family, int number) {
        return release(user, family, Integer.toString(number));
    }

    private Release release(ConsoleUser user, String family, String which) {
        return platform.get(user, Service.PROMOTION,
                Platform.family(family) + "/releases/" + which, Release.class);
    }

    /** Keys of a release by rung and algorithm, and how well they did. */
    public Summary summary(ConsoleUser user, long release) {
        return platform.get(user, Service.PROMOTION, "/releases/" + release + "/summary", Summary.class);
    }

    /** The latest snapshot; empty before the first. */
    public Optional<JsonNode> snapshot(ConsoleUser user, String family) {
        return platform.get(user, Service.INGESTION, Platform.family(family) + "/snapshots?limit=1")
                .path("items").valueStream().findFirst();
    }

    /** Those of the newest promotions of a family that wait for an approver. */
    public List<JsonNode> waiting(ConsoleUser user, String family, int newest) {
        return platform.get(user, Service.PROMOTION,
                "/runs?kind=promotion&state=succeeded&limit=%d&family=%s".formatted(newest, Platform.encoded(family)))
                .path("items")
                .valueStream()
                // What never waited for anybody does not wait now.
                .filter(run -> run.path("result").path("result").asString("").equals(AWAITING))
                .map(run -> platform.get(user, Service.PROMOTION, "/promotions/" + run.path("id").asString("")))
                .filter(promotion -> promotion.path("result").asString("").equals(AWAITING)).toList();
    }

    /** JSON as a file shows it. */
    public String pretty(JsonNode node) {
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }

    private static String paged(@Nullable String cursor, int limit) {
        return "limit=" + limit + (cursor == null || cursor.isEmpty() ? "" : "&cursor=" + Platform.encoded(cursor));
    }
}
