package io.manymodels.training.contest;

import io.manymodels.family.Task;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.calibration.Intervals;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says which model wins: candidates are fitted on the windows of the rows, judged by the family's metric on rows that they had
 * not seen, and the winner is fitted to all rows. The only owner of that question, for a key and for many keys together.
 */
public final class Contest {

    /** To be raised whenever the same candidates and rows give another winner or other intervals. */
    public static final int VERSION = 1;

    private final TrainingSpec spec;
    private final Judge judge;

    public Contest(TrainingSpec spec) {
        this.spec = spec;
        this.judge = new Judge(spec);
    }

    /**
     * The winner.
     *
     * @param candidates the preferred one first
     * @param plain what answers where no candidate can be fitted
     * @param windows none where there are too few rows: the last candidate, the plainest, is then fitted unjudged
     */
    public Choice choose(List<Variant> candidates, Variant plain, PartitionRows rows, List<Windows.Window> windows,
            List<String> labels, Deadline deadline) {
        List<Judge.Outcome> outcomes = new ArrayList<>();
        Map<String, Double> losses = new LinkedHashMap<>();
        for (Variant candidate : windows.isEmpty() ? List.<Variant>of() : candidates) {
            try {
                Judge.Outcome outcome = judge.judge(candidate, rows, windows, labels, deadline);
                outcomes.add(outcome);
                losses.put(candidate.name(), outcome.evaluation().meanLoss());
            } catch (CannotFit e) {
                losses.put(candidate.name(), Double.NaN);
            }
        }
        Lesson lesson = new Lesson(spec, rows, labels, deadline);
        while (!outcomes.isEmpty()) {
            Judge.Outcome best = outcomes
                    .get(Preference.choose(outcomes.stream().map(Judge.Outcome::evaluation).toList()));
            Evaluation evaluation = best.evaluation();
            try {
                Fitted fitted = evaluation.candidate().fitting().fit(lesson);
                return new Choice(calibrated(fitted, evaluation.relativeResiduals()), evaluation.candidate(), best,
                        losses, labels, null);
            } catch (CannotFit e) {
                // What the windows' rows carried all rows need not; the next best then.
                outcomes.remove(best);
                losses.put(evaluation.candidate().name(), Double.NaN);
            }
        }
        return unjudged(candidates.isEmpty() ? plain : candidates.getLast(), plain, lesson, losses);
    }

    /** A rule fitted to the rows without a contest. */
    public Choice plain(Variant plain, PartitionRows rows, List<String> labels) {
        return unjudged(plain, plain, new Lesson(spec, rows, labels, Deadline.NONE), Map.of());
    }

    private Choice unjudged(Variant candidate, Variant plain, Lesson lesson, Map<String, Double> losses) {
        Variant used = candidate;
        Fitted fitted;
        try {
            fitted = candidate.fitting().fit(lesson);
        } catch (CannotFit e) {
            used = plain;
            fitted = plain.fitting().fit(lesson);
        }
        return new Choice(calibrated(fitted, new double[0]), used, null, losses, lesson.labels(), null);
    }

    private Fitted calibrated(Fitted fitted, double[] relativeResiduals) {
        return spec.task() == Task.CLASSIFICATION
                ? fitted
                : fitted.with(fitted.model().body()
                        .withQuantiles(Intervals.calibrate(fitted, relativeResiduals, spec.intervals())));
    }
}
