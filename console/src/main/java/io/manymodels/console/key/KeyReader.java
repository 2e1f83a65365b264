package io.manymodels.console.key;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import io.manymodels.family.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** What the services know of keys. */
@Component
public class KeyReader {

    private final Platform platform;

    KeyReader(Platform platform) {
        this.platform = platform;
    }

    /** A key as the search tells it. */
    public record FoundKey(JsonNode key, String rung, long modelVersion, int version, String algorithm,
            @Nullable Double error, @Nullable Double errorBefore, @Nullable Long rows, JsonNode reasons) {

        /** The canonical text, by which the page of the key is addressed. */
        public String text() {
            return new KeyName(key).text();
        }

        /** By how much the metric moved; null where it was not measured twice. */
        public @Nullable Double change() {
            return error == null || errorBefore == null ? null : error - errorBefore;
        }
    }

    /** A page of found keys. */
    public record FoundKeys(int release, String metric, List<FoundKey> items, @Nullable String nextCursor) {

        /** Those whose metric became worse since the release before. */
        public List<FoundKey> worse() {
            return items.stream().filter(this::isWorse).toList();
        }

        private boolean isWorse(FoundKey key) {
            if (key.error() == null || key.errorBefore() == null) {
                return false;
            }
            return switch (Metric.named(metric).map(Metric::direction).orElse(Metric.Direction.LOWER)) {
                case LOWER -> key.error() > key.errorBefore();
                case HIGHER -> key.error() < key.errorBefore();
                case ZERO, NONE -> Math.abs(key.error()) > Math.abs(key.errorBefore());
            };
        }
    }

    /** Keys of the current release. */
    public FoundKeys find(ConsoleUser user, String family, Map<String, ? extends @Nullable Object> query) {
        return platform.get(user, Service.PROMOTION,
                Platform.family(family) + "/keys?" + Platform.query(new TreeMap<>(query)),
                FoundKeys.class);
    }

    /** The key in the current release, alone on its page; an empty page where the release does not have it. */
    public FoundKeys inRelease(ConsoleUser user, String family, KeyName key) {
        FoundKeys found = find(user, family, tags(key));
        return new FoundKeys(found.release(), found.metric(),
                found.items().stream().filter(each -> each.key().equals(key.values())).toList(), null);
    }

    /** The last rows of a key, and those of its future. */
    public JsonNode history(ConsoleUser user, String family, KeyName key, int last) {
        return platform.get(user, Service.INGESTION,
                Platform.family(family) + "/history?last=" + last + "&" + key.query());
    }

    /** What the current predictions say of a key. */
    public List<JsonNode> predictions(ConsoleUser user, String family, KeyName key) {
        return platform.get(user, Service.SCORING,
                Platform.family(family) + "/predictions?limit=1000&" + key.query()).path("items")
                .valueStream().toList();
    }

    /** What the predictions before the current ones said of a key. */
    public List<JsonNode> earlier(ConsoleUser user, String family, KeyName key) {
        return platform.get(user, Service.SCORING,
                Platform.family(family) + "/predictions/earlier?limit=1000&" + key.query())
                .path("items").valueStream().toList();
    }

    /** What a promotion's candidate of a key would forecast, and what the release before does. */
    public JsonNode forecasts(ConsoleUser user, String promotion, KeyName key) {
        return platform.get(user, Service.PROMOTION,
                "/promotions/" + Platform.encoded(promotion) + "/forecasts?" + key.query());
    }

    /** What the latest backtest says of a key. */
    public List<JsonNode> backtest(ConsoleUser user, String family, KeyName key) {
        return platform.get(user, Service.TRAINING,
                Platform.family(family) + "/backtest?" + key.query()).path("items").valueStream()
                .toList();
    }

    /** Versions of the key's own models in production, newest first. */
    public List<JsonNode> versions(ConsoleUser user, String family, KeyName key) {
        return platform.get(user, Service.PROMOTION,
                Platform.family(family) + "/models?limit=20&" + Platform.query(tags(key))).path("items")
                .valueStream().filter(version -> version.path("scope").asString("").equals("own")).toList();
    }

    private static Map<String, String> tags(KeyName key) {
        Map<String, String> tags = new TreeMap<>();
        key.parameters().forEach((column, value) -> tags.put("tag." + column, value));
        return tags;
    }

    /** What realtime says of rows, and what that is made of. */
    public JsonNode predict(ConsoleUser user, String family, List<Map<String, Object>> rows) {
        return platform.post(user, Service.REALTIME, Platform.family(family) + "/predict?explain=true",
                Map.of("rows", rows));
    }
}
