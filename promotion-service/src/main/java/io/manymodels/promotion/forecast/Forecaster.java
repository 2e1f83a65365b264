package io.manymodels.promotion.forecast;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.catalog.FamilyRepository;
import io.manymodels.catalog.KeyParameters;
import io.manymodels.catalog.PartitionEntry;
import io.manymodels.catalog.Snapshot;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.family.OurColumns;
import io.manymodels.key.PartitionKey;
import io.manymodels.lake.PartitionReader;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.promotion.forecast.KeyForecasts.ModelForecast;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.lifecycle.PromotionLedger;
import io.manymodels.registry.ReleaseRepository;
import io.manymodels.registry.Rung;
import io.manymodels.rows.Horizon;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import io.manymodels.rows.TimeAxis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the candidate of a key and the model that answers for it in the release before for the same rows: those that batch
 * scoring would take from the promotion's snapshot.
 */
@Component
class Forecaster {

    private static final Logger LOG = LoggerFactory.getLogger(Forecaster.class);

    private final PromotionLedger promotions;
    private final FamilyRepository families;
    private final SnapshotRepository snapshots;
    private final ReleaseRepository releases;
    private final CandidateRepository registry;
    private final PartitionReader lake;
    private final ModelLoader production;
    private final ModelLoader candidates;

    /** What the models are asked for. */
    private record Asked(String time, OurColumns ours, TimeAxis axis, PartitionRows all, PartitionRows ahead) {}

    Forecaster(PromotionLedger promotions, FamilyRepository families, SnapshotRepository snapshots,
            ReleaseRepository releases, CandidateRepository registry, PartitionReader lake, ModelLoader production,
            ModelLoader candidates) {
        this.promotions = promotions;
        this.families = families;
        this.snapshots = snapshots;
        this.releases = releases;
        this.registry = registry;
        this.lake = lake;
        this.production = production;
        this.candidates = candidates;
    }

    /**
     * @param parameters of the key, as {@link KeyParameters#read} takes them
     * @throws ManyModelsException NOT_FOUND {@code promotion-unknown}, {@code family-version-unknown},
     *     {@code snapshot-missing} or {@code key-unknown}; INVALID {@code horizon-missing}; MALFORMED as
     *     {@link KeyParameters#read}; whatever the object store throws where it cannot be read
     */
    KeyForecasts forecasts(UUID id, Map<String, String> parameters) {
        Promotion promotion = promotions.find(id).orElseThrow(() -> ManyModelsException.notFound("promotion-unknown",
                "Promotion [%s] does not exist, or is not planned yet. Maybe list GET /api/v1/runs?kind=promotion"
                        .formatted(id)));
        FamilySpec spec = families.required(promotion.family(), promotion.familyVersion()).spec();
        Snapshot snapshot = snapshots.find(promotion.snapshot())
                .orElseThrow(() -> ManyModelsException.notFound("snapshot-missing",
                        "Snapshot [%s] of promotion [%s] is not in the catalogue. Maybe look at a newer promotion"
                                .formatted(promotion.snapshot(), id)));
        Horizon horizon = horizon(spec, snapshot);
        PartitionKey key = KeyParameters.read(snapshot.schema(), spec.key(), parameters);
        PartitionEntry entry = snapshots.partition(snapshot.id(), key.canonical())
                .orElseThrow(() -> ManyModelsException.notFound("key-unknown",
                        "Key [%s] is not in snapshot [%s]. Maybe one of GET /api/v1/promotions/%s/verdicts"
                                .formatted(key.canonical(), snapshot.id(), id)));
        PartitionRows rows = lake.rows(snapshot, entry);
        Asked asked = new Asked(rows.schema().column(rows.schema().time()).name(), OurColumns.beside(spec),
                horizon.axis(), rows, horizon.select(rows));
        return new KeyForecasts(id, promotion.family(), snapshot.id(), key.asMap(), asked.time(),
                before(promotion, entry.key(), asked),
                registry.find(id, entry.key())
                        .map(candidate -> forecast(candidates, candidate.id(), Rung.OWN, candidate.location(), asked))
                        .orElse(null));
    }

    private static Horizon horizon(FamilySpec spec, Snapshot snapshot) {
        FamilySpec.Forecast forecast = spec.forecast();
        TimeAxis axis = snapshot.timeAxis();
        Long lastTime = snapshot.lastTime();
        if (forecast == null || axis == null || lastTime == null) {
            throw ManyModelsException.invalid("horizon-missing",
                    "Family [%s] has no horizon to forecast: its task is [%s]. Maybe compare the verdicts' metrics"
                            .formatted(spec.family(), spec.task().wire()));
        }
        return new Horizon(axis, lastTime, forecast.gap(), forecast.horizon(), forecast.from());
    }

    private @Nullable ModelForecast before(Promotion promotion, String key, Asked asked) {
        Long base = promotion.baseRelease();
        return base == null
                ? null
                : releases.entries(base, List.of(key)).stream().findFirst()
                        .map(entry -> forecast(production, entry.modelVersion(), entry.rung(), entry.location(), asked))
                        .orElse(null);
    }

    private static ModelForecast forecast(ModelLoader loader, long version, Rung rung, ArtefactLocation location,
            Asked asked) {
        PartitionModel model;
        try {
            model = loader.load(location);
        } catch (ManyModelsException e) {
            if (!ModelLoader.isUnreadable(e)) {
                throw e;
            }
            return new ModelForecast(version, rung.wireName(), null, List.of(), Problem.of(e));
        }
        try {
            Predictions predictions = model.predict(asked.ahead(), rung.isShared() ? LastValues.of(asked.all()) : null);
            return new ModelForecast(version, rung.wireName(), model.algorithm(),
                    rows(asked, model.header().intervals(), predictions), null);
        } catch (RuntimeException e) {
            // What one model cannot answer must not hide what the other one says.
            LOG.warn("Model {} of key {} could not predict", version, asked.all().key(), e);
            return new ModelForecast(version, rung.wireName(), model.algorithm(), List.of(), Problem.of(e));
        }
    }

    private static List<Map<String, @Nullable Object>> rows(Asked asked, List<Integer> intervals,
            Predictions predictions) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>(predictions.size());
        for (int row = 0; row < predictions.size(); row++) {
            Map<String, @Nullable Object> cells = new LinkedHashMap<>();
            cells.put(asked.time(), asked.axis().value(asked.ahead().time(row)));
            cells.put(asked.ours().called("prediction"), finite(predictions.value()[row]));
            for (int i = 0; i < predictions.lower().length; i++) {
                cells.put(asked.ours().called("lower_" + intervals.get(i)), finite(predictions.lower()[i][row]));
                cells.put(asked.ours().called("upper_" + intervals.get(i)), finite(predictions.upper()[i][row]));
            }
            rows.add(cells);
        }
        return rows;
    }

    /** JSON has no NaN. */
    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
