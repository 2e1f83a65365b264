package io.manymodels.kernel;

/** The triangular factor of a symmetric positive definite matrix, {@code size} x {@code size}, row-major; what is above the diagonal is not read. */
public final class LowerTriangle {

    private LowerTriangle() {}

    /** Replaces b by the solution of the system whose matrix is the factor times its transpose. */
    public static void solve(double[] factor, int size, double[] b) {
        for (int i = 0; i < size; i++) {
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i * size + k] * b[k];
            }
            b[i] = sum / factor[i * size + i];
        }
        for (int i = size - 1; i >= 0; i--) {
            double sum = b[i];
            for (int k = i + 1; k < size; k++) {
                sum -= factor[k * size + i] * b[k];
            }
            b[i] = sum / factor[i * size + i];
        }
    }
}
