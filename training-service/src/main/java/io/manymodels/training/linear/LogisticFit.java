package io.manymodels.training.linear;

import io.manymodels.kernel.Kernel;
import io.manymodels.kernel.LowerTriangle;
import io.manymodels.training.learner.Deadline;
import io.manymodels.training.learner.DenseData;
import java.util.Arrays;

/**
 * Penalised logistic regression on standardised columns: Newton's method for two labels; for more, steps with a fixed
 * bound of the Hessian (Boehning 1992), which always descend. Intercepts are not penalised.
 */
final class LogisticFit {

    private static final int NEWTON_STEPS = 25;
    private static final int BOUND_STEPS = 150;
    private static final double TOLERANCE = 1e-6;

    private LogisticFit() {}

    static Kernel.Linear fit(DenseData data, double penalty, Deadline deadline) {
        Columns columns = Columns.of(data, deadline);
        double[] standardised = columns.standardise(data);
        RowSpace space = RowSpace.isSmaller(data.rows(), data.width())
                ? RowSpace.of(standardised, data.rows(), data.width(), deadline)
                : null;
        double[] fitted = space == null ? standardised : space.columns();
        int features = space == null ? data.width() : data.rows();
        // The last column is the intercept.
        int width = features + 1;
        double[] x = new double[data.rows() * width];
        for (int i = 0; i < data.rows(); i++) {
            System.arraycopy(fitted, i * features, x, i * width, features);
            x[i * width + features] = 1;
        }
        double[] solution = data.labels() == 2
                ? binary(x, data, width, penalty, deadline)
                : multinomial(x, data, width, penalty, deadline);
        int outputs = data.labels() == 2 ? 1 : data.labels();
        double[] intercepts = new double[outputs];
        double[] scaled = new double[outputs * data.width()];
        for (int k = 0; k < outputs; k++) {
            intercepts[k] = solution[k * width + features];
            double[] own = Arrays.copyOfRange(solution, k * width, k * width + features);
            System.arraycopy(space == null ? own : space.coefficients(own), 0, scaled, k * data.width(), data.width());
        }
        return RidgeFit.unscaled(columns, intercepts, scaled, outputs, data.width());
    }

    private static double[] binary(double[] x, DenseData data, int width, double penalty, Deadline deadline) {
        int rows = data.rows();
        double[] beta = new double[width];
        double[] weights = new double[rows];
        double loss = Double.POSITIVE_INFINITY;
        double[] best = beta;
        for (int step = 0; step < NEWTON_STEPS; step++) {
            deadline.check();
            double[] gradient = new double[width];
            double newLoss = 0;
            for (int i = 0; i < rows; i++) {
                double score = dot(x, i * width, beta, 0, width);
                double p = 1 / (1 + Math.exp(-score));
                double y = data.targets()[i];
                newLoss += softplus(score) - y * score;
                weights[i] = Math.max(p * (1 - p), 1e-9);
                for (int j = 0; j < width; j++) {
                    gradient[j] += (p - y) * x[i * width + j];
                }
            }
            double[] hessian = new double[width * width];
            Cholesky.addGram(x, rows, width, weights, hessian, deadline);
            for (int j = 0; j < width - 1; j++) {
                newLoss += 0.5 * penalty * beta[j] * beta[j];
                gradient[j] += penalty * beta[j];
                hessian[j * width + j] += penalty;
            }
            if (newLoss > loss) {
                // Newton overshot: half the way back.
                beta = between(best, beta);
                if (distance(best, beta) < TOLERANCE) {
                    break;
                }
                continue;
            }
            boolean done = loss - newLoss < TOLERANCE * Math.max(1, newLoss);
            loss = newLoss;
            best = beta;
            if (done) {
                break;
            }
            hessian[width * width - 1] += 1e-6;
            Cholesky.factorise(hessian, width, deadline);
            LowerTriangle.solve(hessian, width, gradient);
            beta = beta.clone();
            for (int j = 0; j < width; j++) {
                beta[j] -= gradient[j];
            }
        }
        // The last step has not been measured: what has been, and was least, is the answer.
        return best;
    }

    private static double[] multinomial(double[] x, DenseData data, int width, double penalty, Deadline deadline) {
        int rows = data.rows();
        int labels = data.labels();
        double[] bound = new double[width * width];
        Cholesky.addGram(x, rows, width, new double[0], bound, deadline);
        for (int j = 0; j < width * width; j++) {
            bound[j] *= 0.5;
        }
        for (int j = 0; j < width; j++) {
            bound[j * width + j] += j < width - 1 ? penalty : 1e-6;
        }
        Cholesky.factorise(bound, width, deadline);
        double[] beta = new double[labels * width];
        double[] scores = new double[labels];
        for (int step = 0; step < BOUND_STEPS; step++) {
            deadline.check();
            double[][] gradient = new double[labels][width];
            for (int i = 0; i < rows; i++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < labels; k++) {
                    scores[k] = dot(x, i * width, beta, k * width, width);
                    largest = Math.max(largest, scores[k]);
                }
                double sum = 0;
                for (int k = 0; k < labels; k++) {
                    scores[k] = Math.exp(scores[k] - largest);
                    sum += scores[k];
                }
                for (int k = 0; k < labels; k++) {
                    double error = scores[k] / sum - (data.targets()[i] == k ? 1 : 0);
                    for (int j = 0; j < width; j++) {
                        gradient[k][j] += error * x[i * width + j];
                    }
                }
            }
            double largestStep = 0;
            for (int k = 0; k < labels; k++) {
                for (int j = 0; j < width - 1; j++) {
                    gradient[k][j] += penalty * beta[k * width + j];
                }
                LowerTriangle.solve(bound, width, gradient[k]);
                for (int j = 0; j < width; j++) {
                    beta[k * width + j] -= gradient[k][j];
                    largestStep = Math.max(largestStep, Math.abs(gradient[k][j]));
                }
            }
            if (largestStep < 1e-4) {
                break;
            }
        }
        return beta;
    }

    private static double dot(double[] a, int aFrom, double[] b, int bFrom, int length) {
        double sum = 0;
        for (int j = 0; j < length; j++) {
            sum += a[aFrom + j] * b[bFrom + j];
        }
        return sum;
    }

    private static double softplus(double score) {
        return score > 0 ? score + Math.log1p(Math.exp(-score)) : Math.log1p(Math.exp(score));
    }

    private static double[] between(double[] a, double[] b) {
        double[] middle = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            middle[j] = 0.5 * (a[j] + b[j]);
        }
        return middle;
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int j = 0; j < a.length; j++) {
            largest = Math.max(largest, Math.abs(a[j] - b[j]));
        }
        return largest;
    }
}
