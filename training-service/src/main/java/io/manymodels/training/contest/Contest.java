package io.manymodels.training.contest;

import io.manymodels.family.Task;
import io.manymodels.kernel.TooLarge;
import io.manymodels.model.ModelCodec;
import io.manymodels.rows.PartitionRows;
import io.manymodels.training.calibration.Intervals;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Fitted;
import io.manymodels.training.learner.Lesson;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says which model wins: candidates are fitted on the windows of the rows, judged by the family's metric on rows that they had
 * not seen, and the winner is fitted to all rows. The only owner of that question, for a key and for many keys together.
 */
public final class Contest {

    /** To be raised whenever the same candidates and rows give another winner or other intervals. */
    public static final int VERSION = 3;

    private final TrainingSpec spec;
    private final Judge judge;
    private final Variant.@Nullable Fitting family;

    public Contest(TrainingSpec spec) {
        this(spec, null);
    }

    Contest(TrainingSpec spec, @Nullable Taught taught) {
        this.spec = spec;
        this.judge = new Judge(spec, taught);
        this.family = taught == null ? null : taught.whole();
    }

    /** How those that took part did, by their names: the mean loss, and the family's metric; and who was left out. */
    private record Scores(Map<String, Double> losses, Map<String, Double> measured, List<String> leftOut) {}

    /** What became of a candidate: an outcome, or why there is none. */
    private record Tried(Judge.@Nullable Outcome outcome, @Nullable TooLarge tooLarge) {

        double loss() {
            return outcome == null ? Double.NaN : outcome.evaluation().meanLoss();
        }
    }

    /**
     * The winner of all candidates.
     *
     * @param candidates the preferred one first
     * @param plain what answers where no candidate can be fitted
     * @param windows none where there are too few rows: a trusted candidate, else the plainest, is then fitted unjudged
     */
    public Choice choose(List<Variant> candidates, Variant plain, PartitionRows rows, List<Windows.Window> windows,
            List<String> labels, Deadline deadline) {
        return choose(candidates, plain, rows, windows, labels, deadline, Spending.free().open(0));
    }

    /** Likewise of those that are always tried, and of the others that the budget still has room for. */
    Choice choose(List<Variant> candidates, Variant plain, PartitionRows rows, List<Windows.Window> windows,
            List<String> labels, Deadline deadline, Spending.Account account) {
        List<Judge.Outcome> outcomes = new ArrayList<>();
        TrainingResult.Unfit remark = null;
        Scores scores = new Scores(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        List<Judge.Trial> trials = judge.trials(rows, windows, labels, deadline);
        Map<Variant, Tried> tried = trials.isEmpty()
                ? Map.of()
                : tried(candidates, plain, trials, labels, account);
        Set<Variant> competing = new LinkedHashSet<>(windows.isEmpty() ? List.of() : candidates);
        competing.addAll(tried.keySet());
        for (Variant candidate : competing) {
            Tried trial = tried.get(candidate);
            if (trial == null) {
                scores.leftOut().add(candidate.name());
                continue;
            }
            scores.losses().put(candidate.name(), trial.loss());
            if (trial.tooLarge() != null) {
                remark = remark(candidate, trial.tooLarge());
            }
            if (trial.outcome() != null) {
                outcomes.add(trial.outcome());
                Double measured = trial.outcome().metric(spec.metric());
                if (measured != null) {
                    scores.measured().put(candidate.name(), measured);
                }
            }
        }
        Lesson all = new Lesson(spec, rows, labels, deadline, family);
        Lesson lesson = trials.isEmpty() ? all : trials.getLast().followedBy(all);
        while (!outcomes.isEmpty()) {
            Judge.Outcome best = outcomes
                    .get(Preference.choose(outcomes.stream().map(Judge.Outcome::evaluation).toList()));
            Evaluation evaluation = best.evaluation();
            try {
                return choice(evaluation.candidate(), best, evaluation.relativeResiduals(), lesson, scores, remark);
            } catch (CannotFit e) {
                // What the windows' rows carried all rows need not; the next best then.
                outcomes.remove(best);
                scores.losses().put(evaluation.candidate().name(), Double.NaN);
            } catch (TooLarge e) {
                outcomes.remove(best);
                scores.losses().put(evaluation.candidate().name(), Double.NaN);
                remark = remark(evaluation.candidate(), e);
            }
        }
        return unjudged(unproven(candidates), plain, lesson, scores, remark);
    }

    /** What became of the candidates that were tried; of the plainest where there was room for none. */
    private Map<Variant, Tried> tried(List<Variant> candidates, Variant plain, List<Judge.Trial> trials,
            List<String> labels, Spending.Account account) {
        Map<Variant, Tried> tried = new HashMap<>();
        double always = Double.POSITIVE_INFINITY;
        List<Variant> others = new ArrayList<>();
        for (Variant candidate : candidates) {
            if (Spending.isAlwaysTried(candidate)) {
                Tried trial = trial(candidate, trials, labels);
                tried.put(candidate, trial);
                always = Double.isNaN(trial.loss()) ? always : Math.min(always, trial.loss());
            } else {
                others.add(candidate);
            }
        }
        for (Variant candidate : account.ordered(others)) {
            if (!account.affords(candidate)) {
                // What is worth more is saved for.
                break;
            }
            Tried trial = trial(candidate, trials, labels);
            tried.put(candidate, trial);
            account.tried(candidate, trial.loss(), always);
        }
        if (tried.isEmpty()) {
            tried.put(plain, trial(plain, trials, labels));
        }
        return tried;
    }

    private Tried trial(Variant candidate, List<Judge.Trial> trials, List<String> labels) {
        try {
            return new Tried(judge.judge(candidate, trials, labels), null);
        } catch (CannotFit e) {
            return new Tried(null, null);
        } catch (TooLarge e) {
            return new Tried(null, e);
        }
    }

    /** A rule fitted to the rows without a contest. */
    public Choice plain(Variant plain, PartitionRows rows, List<String> labels) {
        return unjudged(List.of(), plain, new Lesson(spec, rows, labels, Deadline.NONE),
                new Scores(Map.of(), Map.of(), List.of()), null);
    }

    /** Who may answer where nobody can be judged: the candidates that need no proof, then the plainest. */
    private static List<Variant> unproven(List<Variant> candidates) {
        int last = candidates.size() - 1;
        return IntStream.rangeClosed(0, last).filter(i -> i == last || candidates.get(i).rank() < Variant.FIRST)
                .mapToObj(candidates::get).toList();
    }

    private Choice unjudged(List<Variant> candidates, Variant plain, Lesson lesson, Scores scores,
            TrainingResult.@Nullable Unfit remark) {
        TrainingResult.Unfit said = remark;
        for (Variant candidate : candidates) {
            try {
                return choice(candidate, null, new double[0], lesson, scores, said);
            } catch (CannotFit e) {
                scores.losses().put(candidate.name(), Double.NaN);
            } catch (TooLarge e) {
                scores.losses().put(candidate.name(), Double.NaN);
                said = remark(candidate, e);
            }
        }
        return choice(plain, null, new double[0], lesson, scores, said);
    }

    /** Fitted to all rows and stored. Throws {@link CannotFit}, {@link TooLarge}. */
    private Choice choice(Variant candidate, Judge.@Nullable Outcome outcome, double[] relativeResiduals, Lesson lesson,
            Scores scores, TrainingResult.@Nullable Unfit remark) {
        Fitted fitted = calibrated(candidate.fitting().fit(lesson), relativeResiduals);
        return new Choice(fitted, ModelCodec.encode(fitted.model().body()), candidate, outcome, scores.losses(),
                scores.measured(), scores.leftOut(), lesson.labels(), remark);
    }

    private static TrainingResult.Unfit remark(Variant candidate, TooLarge why) {
        return new TrainingResult.Unfit("model-too-large",
                "Candidate [%s] was passed over. %s".formatted(candidate.name(), why.getMessage()));
    }

    private Fitted calibrated(Fitted fitted, double[] relativeResiduals) {
        return spec.task() == Task.CLASSIFICATION
                ? fitted
                : fitted.with(fitted.model().body()
                        .withQuantiles(Intervals.calibrate(fitted, relativeResiduals, spec.intervals())));
    }
}
