package io.manymodels.metric;

/** What a metric computes, without its name: from arrays in Java, and from a table in SQL, by the same definition. */
public sealed interface Measure permits NumberMeasure, LabelMeasure {}
