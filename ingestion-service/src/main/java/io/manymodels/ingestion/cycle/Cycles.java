package io.manymodels.ingestion.cycle;

import io.manymodels.family.FamilyVersion;
import io.manymodels.ingestion.family.Families;
import io.manymodels.ingestion.run.Ingestions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.run.RunKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts cycles and follows them. A cycle only starts its ingestion: every further step is started by the service that
 * owns it, told by the fact that the step before published.
 */
@Service
public class Cycles {

    private static final Logger LOG = LoggerFactory.getLogger(Cycles.class);

    private final Families families;
    private final Ingestions ingestions;
    private final CycleRepository cycles;
    private final RunEndRepository ends;
    private final TransactionTemplate transaction;

    Cycles(Families families, Ingestions ingestions, CycleRepository cycles, RunEndRepository ends,
            TransactionTemplate transaction) {
        this.families = families;
        this.ingestions = ingestions;
        this.cycles = cycles;
        this.ends = ends;
        this.transaction = transaction;
    }

    /** Starts a cycle of the family's current version and answers its id. */
    public UUID start(String family, String principal) {
        FamilyVersion version = families.current(family);
        UUID id = UUID.randomUUID();
        transaction.executeWithoutResult(_ -> {
            cycles.insert(id, family, version.version(), principal);
            ingestions.submit(id, version, principal);
        });
        return id;
    }

    /** Starts a cycle by schedule, unless the one before is still at work: empty then. */
    public Optional<UUID> startUnlessRunning(String family, String principal) {
        return cycles.isRunning(family) ? Optional.empty() : Optional.of(start(family, principal));
    }

    CycleView get(UUID id) {
        return cycles.find(id).orElseThrow(() -> ManyModelsException.notFound("cycle-not-found",
                "Cycle [%s] does not exist. Maybe GET /api/v1/families/<family>/cycles lists it".formatted(id)));
    }

    /** The cycles of a family, newest first; NOT_FOUND {@code family-unknown} when there never was one of that name. */
    List<CycleView> list(String family, @Nullable Instant before, @Nullable UUID beforeId, int limit) {
        families.known(family);
        return cycles.list(family, before, beforeId, limit);
    }

    /** The cycles of all families, newest first. */
    List<CycleView> all(@Nullable Instant before, @Nullable UUID beforeId, int limit) {
        return cycles.list(null, before, beforeId, limit);
    }

    /**
     * Looks up how the run ended of which word came, and takes it down. The word itself counts for nothing, as anybody may
     * send it; told twice, the second time changes nothing.
     */
    void ended(UUID cycle, RunKind kind) {
        RunEndRepository.RunEnd end = ends.find(cycle, kind).orElse(null);
        if (end == null) {
            LOG.warn("Word of the end of a run that has not ended is passed over cycle={} kind={}", cycle,
                    kind.wireName());
            return;
        }
        transaction.executeWithoutResult(_ -> {
            if (!cycles.stepEnded(cycle, end.run(), end.state())) {
                return;
            }
            if (end.state() != CycleState.Ended.SUCCEEDED) {
                cycles.end(cycle, end.state(), "The %s %s%s".formatted(kind.wireName(), end.state().wire(),
                        end.problem() == null ? "" : ": " + end.problem()));
            } else if (kind == RunKind.SCORING) {
                cycles.end(cycle, CycleState.Ended.SUCCEEDED, null);
            } else {
                cycles.nextStepRuns(cycle, kind.wireName());
            }
            LOG.info("Cycle step ended cycle={} family={} kind={} state={}", cycle, end.family(), kind.wireName(),
                    end.state().wire());
        });
    }
}
