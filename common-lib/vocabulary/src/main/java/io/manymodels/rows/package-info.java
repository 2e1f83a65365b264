/** Partitions as arrays: columns, their roles, the time axis. Used wherever rows are read, trained on or predicted. */
@NullMarked
package io.manymodels.rows;

import org.jspecify.annotations.NullMarked;
