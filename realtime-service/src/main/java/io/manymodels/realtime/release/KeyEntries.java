package io.manymodels.realtime.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.dataset.ColumnRole;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseEntry;
import io.manymodels.registry.ReleaseRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Which model answers for which key of a release: looked up on demand, all keys of a request in one query, kept bounded. */
@Component
public class KeyEntries {

    private static final TypeReference<LinkedHashMap<String, Object>> TAGS = new TypeReference<>() {};

    private final ReleaseRepository releases;
    private final JsonMapper json;
    private final Cache<Place, KeyEntry> known;

    private record Place(long release, String key) {}

    KeyEntries(ReleaseRepository releases, JsonMapper json, RealtimeProperties properties) {
        this.releases = releases;
        this.json = json;
        this.known = Caffeine.newBuilder().maximumSize(properties.entries()).build();
    }

    /** The entries of the keys (canonical texts) that the release covers. */
    public Map<String, KeyEntry> find(ServedFamily family, Collection<String> keys) {
        Map<String, KeyEntry> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            KeyEntry entry = known.getIfPresent(new Place(family.release().id(), key));
            if (entry == null) {
                missing.add(key);
            } else {
                found.put(key, entry);
            }
        }
        if (!missing.isEmpty()) {
            for (ReleaseEntry entry : releases.entries(family.release().id(), missing)) {
                KeyEntry keyEntry = new KeyEntry(entry, statics(family, entry));
                known.put(new Place(family.release().id(), entry.key()), keyEntry);
                found.put(entry.key(), keyEntry);
            }
        }
        return found;
    }

    /** The entry that the release before this one has for a key. */
    public Optional<KeyEntry> findBefore(ServedFamily family, String key) {
        return releases.find(family.spec().family(), family.release().number() - 1)
                .map(Release::id).flatMap(release -> releases.entries(release, List.of(key)).stream().findFirst())
                .map(entry -> new KeyEntry(entry, statics(family, entry)));
    }

    private Map<String, Object> statics(ServedFamily family, ReleaseEntry entry) {
        Map<String, Object> statics = new HashMap<>();
        json.readValue(entry.tags(), TAGS).forEach((name, value) -> {
            int column = family.schema().indexOf(name);
            if (value != null && column >= 0 && family.schema().column(column).role() == ColumnRole.STATIC) {
                statics.put(name, value);
            }
        });
        return statics;
    }
}
