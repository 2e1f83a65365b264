/** Answers the rows of partitions: which rows, by which model, written into which columns; a broken model has substitutes. */
@NullMarked
package io.manymodels.scoring.answer;

import org.jspecify.annotations.NullMarked;
