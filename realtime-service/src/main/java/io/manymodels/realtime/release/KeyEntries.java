package io.manymodels.realtime.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.registry.Release;
import io.manymodels.registry.ReleaseEntry;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.rows.LastValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which model answers for which key of a release: looked up on demand, all keys of a request in one query, kept bounded. */
@Component
public class KeyEntries {

    private final ReleaseRepository releases;
    private final LastValuesRepository lastValues;
    private final Cache<Place, KeyEntry> known;

    private record Place(long release, String key) {}

    KeyEntries(ReleaseRepository releases, LastValuesRepository lastValues, RealtimeProperties properties) {
        this.releases = releases;
        this.lastValues = lastValues;
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
            for (KeyEntry entry : described(family, releases.entries(family.release().id(), missing))) {
                known.put(new Place(family.release().id(), entry.entry().key()), entry);
                found.put(entry.entry().key(), entry);
            }
        }
        return found;
    }

    /** The entry that the release before this one has for a key. */
    public Optional<KeyEntry> findBefore(ServedFamily family, String key) {
        return releases.find(family.spec().family(), family.release().number() - 1).map(Release::id)
                .flatMap(release -> described(family, releases.entries(release, List.of(key))).stream().findFirst());
    }

    private List<KeyEntry> described(ServedFamily family, List<ReleaseEntry> entries) {
        List<String> sharing = entries.stream().filter(entry -> entry.rung().isShared()).map(ReleaseEntry::key)
                .toList();
        Map<String, String> last = sharing.isEmpty() ? Map.of() : lastValues.find(family.release().snapshot(), sharing);
        return entries.stream().map(entry -> {
            String values = last.get(entry.key());
            return new KeyEntry(entry,
                    values == null ? null : LastValues.fromJson(family.schema(), entry.key(), values));
        }).toList();
    }
}
