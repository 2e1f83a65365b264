package io.manymodels.training.contest;

import io.manymodels.rows.PartitionRows;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Taught;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.preparation.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What some of a family's keys say of the candidates together: one key's few windows cannot tell a bad candidate from an unlucky
 * one, the family's can. Each key is one piece of evidence: the difference of two mean losses over their mean.
 */
public final class FamilyEvidence {

    private static final int MOST_KEYS = 60;
    private static final int LEAST_KEYS = 10;
    private static final double LEAST_GAIN = 0.02;
    private static final double ERRORS_OF_GAIN = 2;
    private static final double LEAST_LOSS = 0.05;
    private static final double ERRORS_OF_LOSS = 3;
    /** A candidate that is better for so many of the keys is some keys' own. */
    private static final double WINS_OF_SOME = 1 / 3.0;

    private FamilyEvidence() {}

    /**
     * Who is preferred, and who need not be tried.
     *
     * @param candidates the preferred one first
     * @param taught by what the keys are judged
     * @param keys labelled rows of each
     */
    public static Taught.Order of(TrainingSpec spec, List<Variant> candidates, Taught taught, List<PartitionRows> keys,
            Deadline deadline) {
        int count = Math.min(MOST_KEYS, keys.size());
        List<double[]> losses = IntStream.range(0, count).parallel()
                .mapToObj(i -> losses(spec, candidates, taught, keys.get((int) ((long) i * keys.size() / count)),
                        deadline))
                .filter(of -> Arrays.stream(of).anyMatch(Double::isFinite)).toList();
        if (losses.size() < LEAST_KEYS || candidates.size() < 2) {
            return Taught.Order.NONE;
        }
        int preferred = preferred(candidates, losses);
        Set<String> hopeless = new HashSet<>();
        for (int other = 0; other < candidates.size(); other++) {
            Compared compared = Compared.of(losses, other, preferred);
            if (other != preferred && compared.mean() > LEAST_LOSS
                    && compared.mean() > ERRORS_OF_LOSS * compared.error() && compared.wins() < WINS_OF_SOME) {
                hopeless.add(candidates.get(other).name());
            }
        }
        return new Taught.Order(candidates.get(preferred), hopeless);
    }

    /** The best of the plain rules, unless another is better by more than chance explains. */
    private static int preferred(List<Variant> candidates, List<double[]> losses) {
        int preferred = candidates.size() - 1;
        for (int plain = preferred - 1; plain >= 0 && candidates.get(plain).isPlain(); plain--) {
            preferred = Compared.of(losses, plain, preferred).mean() < 0 ? plain : preferred;
        }
        for (int other = 0; other < candidates.size(); other++) {
            Compared compared = Compared.of(losses, other, preferred);
            if (!candidates.get(other).isPlain() && -compared.mean() > LEAST_GAIN
                    && -compared.mean() > ERRORS_OF_GAIN * compared.error()) {
                preferred = other;
            }
        }
        return preferred;
    }

    /**
     * One candidate against another.
     *
     * @param mean of the keys' relative differences, above 0 where the candidate is worse
     * @param error of that mean
     * @param wins the share of the keys where it is better
     */
    private record Compared(double mean, double error, double wins) {

        static Compared of(List<double[]> losses, int one, int other) {
            double[] differences = losses.stream().mapToDouble(of -> difference(of[one], of[other])).toArray();
            double mean = Arrays.stream(differences).average().orElse(0);
            double square = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum();
            int n = differences.length;
            return new Compared(mean, Math.sqrt(square / Math.max(1, n - 1) / n),
                    Arrays.stream(differences).filter(d -> d < 0).count() / (double) n);
        }

        /** From -2 to 2; one that cannot be fitted is as bad as can be. */
        private static double difference(double one, double other) {
            if (!Double.isFinite(one) || !Double.isFinite(other)) {
                return Double.isFinite(one) == Double.isFinite(other) ? 0 : Double.isFinite(one) ? -2 : 2;
            }
            double sum = Math.abs(one) + Math.abs(other);
            return sum == 0 ? 0 : 2 * (one - other) / sum;
        }
    }

    private static double[] losses(TrainingSpec spec, List<Variant> candidates, Taught taught, PartitionRows rows,
            Deadline deadline) {
        double[] losses = new double[candidates.size()];
        Arrays.fill(losses, Double.NaN);
        List<String> labels = TrainingRows.labels(spec, rows);
        List<Windows.Window> windows = Windows.of(spec, rows);
        if (windows.isEmpty() || TrainingRows.constant(spec, rows, labels)) {
            return losses;
        }
        Judge judge = new Judge(spec, taught);
        List<Judge.Trial> trials = new ArrayList<>(judge.trials(rows, windows, labels, deadline));
        for (int c = 0; c < losses.length; c++) {
            try {
                losses[c] = judge.judge(candidates.get(c), trials, labels).evaluation().meanLoss();
            } catch (CannotFit e) {
                losses[c] = Double.NaN;
            }
        }
        return losses;
    }
}
