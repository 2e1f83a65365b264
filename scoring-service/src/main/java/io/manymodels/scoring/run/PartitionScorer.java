package io.manymodels.scoring.run;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.model.PartitionModel;
import io.manymodels.model.Predictions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.registry.Rung;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import io.manymodels.run.Outcome;
import io.manymodels.work.api.PartitionOutcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Scores partitions one after the other. What goes wrong with one is its outcome, never an exception. */
final class PartitionScorer {

    private final RowSelection selection;
    private final ModelWindow models;
    private final AnswerWriter answers;

    private record Verdict(Outcome outcome, @Nullable Problem reason) {}

    PartitionScorer(RowSelection selection, ModelWindow models, AnswerWriter answers) {
        this.selection = selection;
        this.models = models;
        this.answers = answers;
    }

    /** @param attempt which try of the task this is */
    PartitionOutcome score(PartitionEntry entry, PartitionRows rows, int attempt) {
        long start = System.nanoTime();
        Verdict verdict = verdict(entry, rows);
        return new PartitionOutcome(entry.sequence(), entry.key(), verdict.outcome(), verdict.reason(), attempt,
                (System.nanoTime() - start) / 1e9);
    }

    private Verdict verdict(PartitionEntry entry, PartitionRows rows) {
        PartitionRows selected = selection.select(rows);
        if (selected.size() == 0) {
            return new Verdict(Outcome.SKIPPED, new Problem("nothing-to-score", "No row of the key is to be scored"));
        }
        Assignment assignment = models.assignment(entry.sequence());
        if (assignment == null) {
            return failed("no-model",
                    "No rung of the release has a model for the key. Maybe train and promote the family");
        }
        return switch (models.model(assignment)) {
            case ModelWindow.Loaded.Broken(ManyModelsException problem) -> failed(problem.code(),
                    Objects.requireNonNull(problem.getMessage()));
            case ModelWindow.Loaded.Ready(PartitionModel model) -> answered(assignment, model, selected,
                    assignment.rung().isShared() ? LastValues.of(rows) : null);
        };
    }

    private Verdict answered(Assignment assignment, PartitionModel model, PartitionRows rows,
            @Nullable LastValues last) {
        Predictions predictions;
        try {
            predictions = model.predict(rows, last);
        } catch (ManyModelsException e) {
            return failed(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            // A bad partition is data, not an incident: it must not take the task down with it.
            return failed("prediction-failed", "Model version [%d] could not predict: %s"
                    .formatted(assignment.modelVersion(), e));
        }
        if (!AnswerWriter.isFinite(predictions)) {
            return failed("prediction-not-finite",
                    "Model version [%d] predicted a value that is no number. Maybe look at the key's recent rows"
                            .formatted(assignment.modelVersion()));
        }
        answers.write(assignment, rows, model.header(), predictions);
        return assignment.rung() == Rung.OWN
                ? new Verdict(Outcome.SUCCEEDED, null)
                : new Verdict(Outcome.FELL_BACK, new Problem("rung-" + assignment.rung().wireName(),
                        "The release answers for the key with %s".formatted(described(assignment.rung()))));
    }

    private static String described(Rung rung) {
        return switch (rung) {
            case OWN -> "its own model";
            case PREVIOUS -> "its own model of an earlier release";
            case GROUP -> "the model of its group";
            case FAMILY -> "the family-wide model";
            case BASELINE -> "the family's baseline";
        };
    }

    private static Verdict failed(String code, String message) {
        return new Verdict(Outcome.FAILED, new Problem(code, message));
    }
}
