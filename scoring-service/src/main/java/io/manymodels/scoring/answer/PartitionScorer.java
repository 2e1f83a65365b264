package io.manymodels.scoring.answer;

import io.manymodels.catalog.PartitionEntry;
import io.manymodels.model.Predictions;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.problem.Problem;
import io.manymodels.registry.Rung;
import io.manymodels.rows.LastValues;
import io.manymodels.rows.PartitionRows;
import io.manymodels.run.Outcome;
import io.manymodels.scoring.prediction.Actuals;
import io.manymodels.work.api.PartitionOutcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Scores partitions one after the other. What goes wrong with one is its outcome, never an exception. */
public final class PartitionScorer {

    private final RowSelection selection;
    private final ModelWindow models;
    private final AnswerWriter answers;
    private final Actuals actuals;
    private final Adjustment adjustment;

    private record Verdict(Outcome outcome, @Nullable Problem reason) {}

    public PartitionScorer(RowSelection selection, ModelWindow models, AnswerWriter answers, Actuals actuals,
            Adjustment adjustment) {
        this.selection = selection;
        this.models = models;
        this.answers = answers;
        this.actuals = actuals;
        this.adjustment = adjustment;
    }

    /** @param attempt which try of the task this is */
    public PartitionOutcome score(PartitionEntry entry, PartitionRows rows, int attempt) {
        long start = System.nanoTime();
        Verdict verdict = verdict(entry, rows);
        if (verdict.outcome() == Outcome.SUCCEEDED || verdict.outcome() == Outcome.FELL_BACK) {
            actuals.add(entry.sequence(), rows);
        }
        return new PartitionOutcome(entry.sequence(), entry.key(), verdict.outcome(), verdict.reason(), attempt,
                (System.nanoTime() - start) / 1e9);
    }

    private Verdict verdict(PartitionEntry entry, PartitionRows rows) {
        PartitionRows selected;
        try {
            selected = selection.select(rows);
        } catch (RuntimeException e) {
            return failed("rows-unselectable",
                    "The rows to score could not be told: %s. Maybe look at the key's time column".formatted(e));
        }
        if (selected.size() == 0) {
            return new Verdict(Outcome.SKIPPED, new Problem("nothing-to-score", "No row of the key is to be scored"));
        }
        return switch (models.of(entry.sequence())) {
            case ModelWindow.Answering.Unassigned() -> failed("no-model",
                    "No rung of the release has a model for the key. Maybe train and promote the family");
            case ModelWindow.Answering.Broken(ManyModelsException problem) -> failed(problem.code(),
                    Objects.requireNonNull(problem.getMessage()));
            case ModelWindow.Answering.By by -> answered(by, selected,
                    by.assignment().rung().isShared() ? LastValues.of(rows) : null);
        };
    }

    private Verdict answered(ModelWindow.Answering.By by, PartitionRows rows, @Nullable LastValues last) {
        Assignment assignment = by.assignment();
        try {
            Predictions predictions = by.model().predict(rows, last);
            if (!AnswerWriter.isFinite(predictions)) {
                return failed("prediction-not-finite",
                        "Model version [%d] predicted a value that is no number. Maybe look at the key's recent rows"
                                .formatted(assignment.modelVersion()));
            }
            answers.write(assignment, rows, by.model().header(),
                    adjustment.adjusted(assignment.sequence(), rows, by.model().header(), predictions),
                    answers.isExplained() ? by.model().explain(rows, last) : null);
        } catch (ManyModelsException e) {
            answers.takeBack();
            return failed(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            // A bad partition is data, not an incident: it must not take the task down with it.
            answers.takeBack();
            return failed("prediction-failed", "Model version [%d] could not predict: %s"
                    .formatted(assignment.modelVersion(), e));
        }
        return outcome(assignment, by.instead());
    }

    private static Verdict outcome(Assignment assignment, @Nullable ManyModelsException broken) {
        if (broken != null) {
            return new Verdict(Outcome.FELL_BACK, new Problem(broken.code(), "%s. Until then the key is answered by %s"
                    .formatted(broken.getMessage(), described(assignment.rung()))));
        }
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
