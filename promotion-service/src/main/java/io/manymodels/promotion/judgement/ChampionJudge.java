package io.manymodels.promotion.judgement;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.Metric;
import io.manymodels.lake.PartitionReader;
import io.manymodels.metric.Holdout;
import io.manymodels.model.PartitionModel;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.rows.PartitionRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks champions for the rows by which their challengers were judged. Reads the lake and production's packs in ranges,
 * some hundred keys at a time, and only for families with a rule that compares.
 */
@Component
class ChampionJudge {

    private static final Logger LOG = LoggerFactory.getLogger(ChampionJudge.class);
    private static final int AT_A_TIME = 256;

    private final SnapshotRepository snapshots;
    private final PartitionReader lake;
    private final ModelLoader production;
    private final JsonMapper json;

    ChampionJudge(SnapshotRepository snapshots, PartitionReader lake, ModelLoader production, JsonMapper json) {
        this.snapshots = snapshots;
        this.lake = lake;
        this.production = production;
        this.json = json;
    }

    /**
     * Compares candidates with champions on the same rows.
     *
     * @param contenders ascending by sequence
     * @return by sequence; without the keys that have no candidate, no champion, or no judged row that is new to the
     *         champion
     */
    Map<Integer, Comparison> compare(String snapshotId, Set<Metric> metrics, List<Contender> contenders) {
        List<Contender> asked = metrics.isEmpty()
                ? List.of()
                : contenders.stream().filter(Contender::isComparable).toList();
        if (asked.isEmpty()) {
            return Map.of();
        }
        Snapshot snapshot = snapshots.find(snapshotId)
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-missing",
                        "Snapshot [%s] is not in the catalogue. Maybe ingest and train again".formatted(snapshotId)));
        if (snapshot.timeAxis() == null) {
            return Map.of();
        }
        SameRows rows = new SameRows(metrics, snapshot.timeAxis());
        Map<Integer, Comparison> comparisons = new HashMap<>();
        for (int from = 0; from < asked.size(); from += AT_A_TIME) {
            compare(snapshot, rows, asked.subList(from, Math.min(asked.size(), from + AT_A_TIME)), comparisons);
        }
        return comparisons;
    }

    private void compare(Snapshot snapshot, SameRows sameRows, List<Contender> asked,
            Map<Integer, Comparison> comparisons) {
        Map<ArtefactLocation, PartitionModel> champions = champions(asked);
        Map<Integer, Contender> bySequence = new TreeMap<>(
                asked.stream().collect(Collectors.toMap(Contender::sequence, each -> each)));
        List<PartitionEntry> entries = new ArrayList<>(snapshots
                .partitions(snapshot.id(), asked.getFirst().sequence(), asked.getLast().sequence() + 1));
        entries.removeIf(entry -> !bySequence.containsKey(entry.sequence()));
        try {
            lake.read(snapshot, entries, (entry, rows) -> {
                Contender contender = Objects.requireNonNull(bySequence.get(entry.sequence()));
                PartitionModel champion = champions.get(contender.championNow().locationNow());
                Comparison comparison = champion == null
                        ? Comparison.unreadable()
                        : compare(sameRows, contender, rows, champion);
                if (comparison != null) {
                    comparisons.put(entry.sequence(), comparison);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Snapshot [%s] could not be read".formatted(snapshot.id()), e);
        }
    }

    private @org.jspecify.annotations.Nullable Comparison compare(SameRows sameRows, Contender contender,
            PartitionRows rows, PartitionModel champion) {
        try {
            Holdout holdout = Holdout
                    .fromJson(json.readTree(Objects.requireNonNull(contender.candidateNow().holdout())));
            return sameRows.compare(holdout, rows, Objects.requireNonNull(contender.championNow().origin()), champion)
                    .orElse(null);
        } catch (RuntimeException e) {
            // A champion that cannot predict the rows of its key cannot defend its place.
            LOG.warn("Champion {} of key {} cannot be measured: {}", contender.championNow().modelVersion(),
                    contender.key(), e.toString());
            return Comparison.unreadable();
        }
    }

    private Map<ArtefactLocation, PartitionModel> champions(List<Contender> asked) {
        Map<ArtefactLocation, PartitionModel> champions = new HashMap<>();
        production.loadAll(asked.stream().map(contender -> contender.championNow().locationNow()).toList(),
                new ModelLoader.Arrival() {
                    @Override
                    public void loaded(ArtefactLocation location, PartitionModel model) {
                        champions.put(location, model);
                    }

                    @Override
                    public void failed(ArtefactLocation location, ManyModelsException problem) {
                        if (!ModelLoader.isUnreadable(problem)) {
                            throw problem;
                        }
                        LOG.warn("A champion's artefact cannot be read: {}", problem.getMessage());
                    }
                });
        return champions;
    }
}
