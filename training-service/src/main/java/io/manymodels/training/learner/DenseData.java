package io.manymodels.training.learner;

/**
 * What a kernel is fitted on. Arrays are not copied.
 *
 * @param matrix rows x width, row-major, NaN for missing
 * @param targets the transformed target, or the place of the label
 * @param labels number of labels of a classification, else 0
 */
public record DenseData(double[] matrix, int rows, int width, double[] targets, int labels) {}
