package io.manymodels.realtime.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.manymodels.key.PartitionKey;
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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which model answers for which key of a release: looked up on demand, all keys of a request in one query, kept bounded. */
@Component
public class KeyEntries {

    /** A tenth of what may be known of keys is for those that the release does not have. */
    private static final int SHARE = 10;

    private final ReleaseRepository releases;
    private final LastValuesRepository lastValues;
    private final LadderRepository ladderModels;
    private final Cache<Place, KeyEntry> known;
    private final Cache<Place, Boolean> unseen;
    private final Cache<Place, List<KeyEntry>> ladders;

    /** A key in a release: releases never change. */
    private record Place(long release, String key) {}

    KeyEntries(ReleaseRepository releases, LastValuesRepository lastValues, LadderRepository ladderModels,
            RealtimeProperties properties) {
        this.releases = releases;
        this.lastValues = lastValues;
        this.ladderModels = ladderModels;
        this.known = Caffeine.newBuilder().maximumSize(properties.entries()).build();
        this.unseen = Caffeine.newBuilder().maximumSize(Math.max(1, properties.entries() / SHARE)).build();
        this.ladders = Caffeine.newBuilder().maximumSize(Math.max(1, properties.entries() / SHARE)).build();
    }

    /** The entries of the keys (canonical texts) that the release covers. */
    public Map<String, KeyEntry> find(ServedFamily family, Collection<String> keys) {
        Map<String, KeyEntry> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String key : keys) {
            Place place = new Place(family.release().id(), key);
            KeyEntry entry = known.getIfPresent(place);
            if (entry != null) {
                found.put(key, entry);
            } else if (unseen.getIfPresent(place) == null) {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            for (KeyEntry entry : described(family, releases.entries(family.release().id(), missing))) {
                known.put(new Place(family.release().id(), entry.entry().key()), entry);
                found.put(entry.entry().key(), entry);
            }
            missing.stream().filter(key -> !found.containsKey(key))
                    .forEach(key -> unseen.put(new Place(family.release().id(), key), Boolean.TRUE));
        }
        return found;
    }

    /** The entry that the release before this one has for a key. */
    public Optional<KeyEntry> findBefore(ServedFamily family, String key) {
        return releases.find(family.spec().family(), family.release().number() - 1).map(Release::id)
                .flatMap(release -> described(family, releases.entries(release, List.of(key))).stream().findFirst());
    }

    /**
     * What the release has for keys whose own model it does not have, or that is broken: by canonical text, best rung first.
     * The models are told what the catalogue knows of a key, where it knows it.
     */
    public Map<String, List<KeyEntry>> ladders(ServedFamily family, Collection<PartitionKey> keys) {
        Map<String, List<KeyEntry>> found = new HashMap<>();
        Map<String, PartitionKey> missing = new HashMap<>();
        for (PartitionKey key : keys) {
            List<KeyEntry> ladder = ladders.getIfPresent(new Place(family.release().id(), key.canonical()));
            if (ladder == null) {
                missing.put(key.canonical(), key);
            } else {
                found.put(key.canonical(), ladder);
            }
        }
        if (!missing.isEmpty()) {
            Map<String, List<ReleaseEntry>> shared = shared(family, missing);
            Map<String, String> last = lastValues.find(family.release().snapshot(), missing.keySet());
            shared.forEach((key, entries) -> {
                LastValues values = last(family, key, last.get(key));
                List<KeyEntry> ladder = entries.stream().map(entry -> new KeyEntry(entry, values)).toList();
                ladders.put(new Place(family.release().id(), key), ladder);
                found.put(key, ladder);
            });
        }
        return found;
    }

    private Map<String, List<ReleaseEntry>> shared(ServedFamily family, Map<String, PartitionKey> keys) {
        List<String> group = family.spec().group();
        Map<String, String> groups = HashMap.newHashMap(keys.size());
        if (!group.isEmpty()) {
            keys.forEach((text, key) -> groups.put(text, key.project(group).canonical()));
        }
        Map<String, ReleaseEntry> ofGroups = groups.isEmpty()
                ? Map.of()
                : ladderModels.ofGroups(family.release().id(), Set.copyOf(groups.values()));
        List<ReleaseEntry> forAll = ladderModels.forAll(family.release().id());
        Map<String, List<ReleaseEntry>> shared = HashMap.newHashMap(keys.size());
        keys.keySet().forEach(key -> {
            ReleaseEntry ofGroup = ofGroups.get(groups.getOrDefault(key, ""));
            shared.put(key, ofGroup == null
                    ? forAll
                    : Stream.concat(Stream.of(ofGroup), forAll.stream()).toList());
        });
        return shared;
    }

    private static @Nullable LastValues last(ServedFamily family, String key, @Nullable String json) {
        return json == null ? null : LastValues.fromJson(family.schema(), key, json);
    }

    private List<KeyEntry> described(ServedFamily family, List<ReleaseEntry> entries) {
        List<String> sharing = entries.stream().filter(entry -> entry.rung().isShared()).map(ReleaseEntry::key)
                .toList();
        Map<String, String> last = sharing.isEmpty() ? Map.of() : lastValues.find(family.release().snapshot(), sharing);
        return entries.stream()
                .map(entry -> new KeyEntry(entry, last(family, entry.key(), last.get(entry.key())))).toList();
    }
}
