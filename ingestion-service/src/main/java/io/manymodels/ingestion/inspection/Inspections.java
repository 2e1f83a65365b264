package io.manymodels.ingestion.inspection;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.FamilySpec.Source;
import io.manymodels.ingestion.catalog.Catalog;
import io.manymodels.ingestion.partition.PartitionProfile;
import io.manymodels.ingestion.partition.SampledData;
import io.manymodels.ingestion.partition.Shuffle;
import io.manymodels.ingestion.partition.ShuffledData;
import io.manymodels.ingestion.run.WorkFolders;
import io.manymodels.ingestion.sandbox.SandboxLimits;
import io.manymodels.ingestion.source.Sources;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.ManyModelsException.Detail;
import io.manymodels.rows.Column;
import io.manymodels.rows.TimeAxis;
import io.manymodels.run.RunKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at specs and the beginnings of their sources. An inspection has the memory of an ingestion, so that only a few go
 * on at a time. Thread-safe.
 */
@Service
class Inspections {

    private static final int AT_A_TIME = 2;
    private static final int MOST_KEYS = 10;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Shuffle shuffle;
    private final Catalog catalog;
    private final WorkFolders folders;
    private final Sources sources;
    private final SandboxLimits limits;
    private final PaceRepository paces;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    Inspections(Shuffle shuffle, Catalog catalog, WorkFolders folders, Sources sources, SandboxLimits limits,
            PaceRepository paces) {
        this.paces = paces;
        this.shuffle = shuffle;
        this.catalog = catalog;
        this.folders = folders;
        this.sources = sources;
        this.limits = limits;
    }

    /**
     * Everything that is wrong, and what an ingestion would do. A spec that is wrong elsewhere is looked at by what could be
     * read of it. Throws UNAVAILABLE when a part of the platform does not answer or others inspect.
     */
    Inspection inspect(FamilySpec.Reading reading) throws IOException {
        return switch (reading) {
            case FamilySpec.Reading.Valid(FamilySpec spec) -> inspect(spec, List.of());
            case FamilySpec.Reading.Invalid(List<Detail> problems, @Nullable FamilySpec draft) ->
                draft == null || !namesAll(draft)
                        ? Inspection.refused(draft == null ? "" : draft.family(), problems)
                        : inspect(draft, problems);
        };
    }

    private static boolean namesAll(FamilySpec spec) {
        boolean source = switch (spec.source()) {
            case Source.Files files -> !files.files().isBlank();
            case Source.Jdbc jdbc -> !jdbc.connection().isBlank() && !jdbc.query().isBlank();
        };
        return source && !spec.key().isEmpty() && !spec.target().isBlank();
    }

    /** A first spec for files, as YAML; the errors are those of {@link FirstSpec}. */
    String draft(String files) throws IOException {
        return oneOfFew(folder -> FirstSpec.of(files, sources, limits, folder));
    }

    private Inspection inspect(FamilySpec spec, List<Detail> problems) throws IOException {
        return oneOfFew(folder -> inspect(spec, problems, folder));
    }

    private Inspection inspect(FamilySpec spec, List<Detail> problems, Path folder) {
        long started = System.nanoTime();
        try {
            SampledData sample = shuffle.sample(spec, catalog.columnsBefore(spec.family()), folder);
            return told(spec, problems, sample, Math.round((System.nanoTime() - started) / NANOS_PER_MILLISECOND));
        } catch (ManyModelsException e) {
            if (e.kind() != ManyModelsException.Kind.INVALID) {
                throw e;
            }
            List<Detail> found = e.details().isEmpty()
                    ? List.of(new Detail("source", "%s: %s".formatted(e.code(), e.getMessage())))
                    : e.details();
            return Inspection.refused(spec.family(), Stream.concat(problems.stream(), found.stream()).toList());
        }
    }

    private <T> T oneOfFew(Function<Path, T> work) throws IOException {
        if (!places.tryAcquire()) {
            throw new ManyModelsException(ManyModelsException.Kind.UNAVAILABLE, "inspections-busy",
                    "[%d] inspections are going on. Maybe try again in some seconds".formatted(AT_A_TIME));
        }
        try {
            Path folder = folders.create(UUID.randomUUID());
            try {
                return work.apply(folder);
            } finally {
                folders.remove(folder);
            }
        } finally {
            places.release();
        }
    }

    private Inspection told(FamilySpec spec, List<Detail> problems, SampledData sample, long milliseconds) {
        ShuffledData data = sample.data();
        List<Column> columns = data.columns();
        return new Inspection(spec.family(), problems,
                new Inspection.Sample(data.rows(), sample.share() == 1,
                        sample.share() > 0 ? Math.round(data.rows() / sample.share()) : null, data.partitions().size(),
                        firstKeys(data),
                        milliseconds),
                columns.stream().map(column -> InspectedColumn.of(column, spec)).toList(), times(data),
                data.profile().get("gate"), data.profile().get("leaks"), data.profile().get("warnings"),
                sample.firstRows(), cost(spec.family(), sample));
    }

    private static List<JsonNode> firstKeys(ShuffledData data) {
        try (Stream<PartitionProfile> partitions = data.partitions().stream()) {
            return partitions.limit(MOST_KEYS).map(partition -> JsonMapper.shared().readTree(partition.key()))
                    .toList();
        }
    }

    private Cost cost(String family, SampledData sample) {
        long keys = sample.data().partitions().size();
        Long rows = sample.share() > 0 ? Long.valueOf(Math.round(sample.data().rows() / sample.share())) : null;
        PaceRepository.Pace ingestion = paces.ofRows(family);
        PaceRepository.Pace training = paces.ofKeys(RunKind.TRAINING, "training", family);
        PaceRepository.Pace promotion = paces.ofKeys(RunKind.PROMOTION, "production", family);
        PaceRepository.Pace scoring = paces.ofKeys(RunKind.SCORING, "predictions", family);
        return new Cost(rows, keys, ingestion.seconds(rows), training.seconds(keys), promotion.seconds(keys),
                scoring.seconds(keys), ingestion.runs() + training.runs() + promotion.runs() + scoring.runs());
    }

    private static Inspection.@Nullable Times times(ShuffledData data) {
        TimeAxis axis = data.timeAxis();
        if (axis == null) {
            return null;
        }
        LongSummaryStatistics times = new LongSummaryStatistics();
        long gaps = 0;
        List<Long> ends = new ArrayList<>();
        for (PartitionProfile partition : data.partitions()) {
            Stream.of(partition.fromTime(), partition.toTime()).filter(Objects::nonNull).forEach(ends::add);
            gaps += JsonMapper.shared().readTree(partition.profile()).path("gaps").asLong(0);
        }
        ends.forEach(times::accept);
        return new Inspection.Times(axis.toJson(), times.getCount() == 0 ? null : axis.text(times.getMin()),
                times.getCount() == 0 ? null : axis.text(times.getMax()), gaps);
    }
}
