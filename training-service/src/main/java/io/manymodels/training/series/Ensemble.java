package io.manymodels.training.series;

import com.google.auto.service.AutoService;
import io.manymodels.training.learner.CannotFit;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.TrainingSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean of good, different forecasters with equal weights, which are hard to beat (Clemen 1989; Smith and Wallis 2009): choosing
 * one of them by a few windows picks the luckiest. Theta enters twice, with a season that is tested and with one that is shrunk;
 * exponential smoothing too, in its likeliest form and with a damped trend, which errs little where trends end (Gardner and
 * McKenzie 1985).
 * Long seasons are shrunk and taken out first. Where a series holds several seasons twice, the mean of all that and of {@link Mstl}
 * answers, which sees a year of days and seasons that change. Where demand comes now and then, {@link Intermittent} answers.
 */
@AutoService(Learner.class)
public final class Ensemble extends Forecaster {

    private static final List<Forecaster> MEMBERS = List.of(new Theta(), new Theta(Season::shrunk), new Ets(),
            Ets.damped());
    private static final Forecaster SEVERAL_SEASONS = new Mstl();
    private static final Forecaster INTERMITTENT = new Intermittent();

    @Override
    public String name() {
        return "ensemble";
    }

    /** Its members' versions are part of its own. */
    @Override
    public int version() {
        return 101 + MEMBERS.stream().mapToInt(Learner::version).sum() + SEVERAL_SEASONS.version()
                + INTERMITTENT.version();
    }

    @Override
    protected int preference() {
        return 1;
    }

    @Override
    protected Path forecast(Series series, int steps, TrainingSpec.Functional functional, Deadline deadline) {
        return series.intermittent()
                ? INTERMITTENT.forecast(series, steps, functional, deadline)
                : super.forecast(series, steps, functional, deadline);
    }

    @Override
    protected Path forecast(Series series, int steps, Deadline deadline) {
        Season hidden = hidden(series);
        int season = hidden.figure().length == series.season() ? 1 : series.season();
        Path path = mean(new Series(hidden.removed(series.values()), season), steps, deadline).with(hidden,
                series.size());
        return series.seasons().size() > 1
                ? mean(List.of(path, SEVERAL_SEASONS.forecast(series, steps, deadline)), steps)
                : path;
    }

    /**
     * What members do not find: a season that is too long for smoothing, of which two or three rounds tell little but much together,
     * and the part of a second season that is not of the first.
     */
    private static Season hidden(Series series) {
        if (series.longer() <= Ets.LONGEST_SEASON) {
            return Season.NONE;
        }
        double[] y = series.season() == series.longer()
                ? series.values()
                : Season.shrunk(series).removed(series.values());
        return Season.shrunk(new Series(y, series.longer()));
    }

    private static Path mean(Series series, int steps, Deadline deadline) {
        List<Path> paths = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Forecaster member : MEMBERS) {
            try {
                paths.add(member.forecast(series, steps, deadline));
            } catch (CannotFit e) {
                // The others go on.
                reasons.add(e.getMessage());
            }
        }
        if (paths.isEmpty()) {
            throw new CannotFit("none of its members fits: %s".formatted(reasons));
        }
        return mean(paths, steps);
    }

    private static Path mean(List<Path> paths, int steps) {
        double[] values = new double[steps];
        double[] spreads = new double[steps];
        int length = paths.stream().mapToInt(path -> path.residuals().length).min().orElse(0);
        double[] residuals = new double[length];
        double slope = 0;
        int parameters = 0;
        for (Path path : paths) {
            for (int h = 0; h < steps; h++) {
                values[h] += path.values()[h] / paths.size();
                spreads[h] += path.spreads()[h] / paths.size();
            }
            int skipped = path.residuals().length - length;
            for (int t = 0; t < length; t++) {
                residuals[t] += path.residuals()[skipped + t] / paths.size();
            }
            slope += path.slope() / paths.size();
            parameters = Math.max(parameters, path.parameters());
        }
        return new Path(values, spreads, residuals, parameters, slope);
    }
}
