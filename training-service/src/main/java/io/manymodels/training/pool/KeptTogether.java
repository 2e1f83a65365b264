package io.manymodels.training.pool;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made of a snapshot by a spec, for the few of them that were asked for last. All of one stays or goes together: a
 * backtest asks for cutoff after cutoff with each partition, and a bound on single ones would let go of each just before it is
 * asked for again. Not for several threads at once.
 *
 * @param <K> what it was made for
 */
public final class KeptTogether<K, V> {

    private static final int MOST = 4;

    private final Map<String, Map<K, V>> kept = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Null where it is not there.
     *
     * @param models of snapshot and spec
     */
    public @Nullable V get(String models, K key) {
        Map<K, V> ofModels = kept.get(models);
        return ofModels == null ? null : ofModels.get(key);
    }

    public void put(String models, K key, V value) {
        kept.computeIfAbsent(models, _ -> new HashMap<>()).put(key, value);
        if (kept.size() > MOST) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
