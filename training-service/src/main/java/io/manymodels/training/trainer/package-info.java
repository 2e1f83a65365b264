/**
 * From the rows of one partition to its model: candidates, rolling-origin selection, intervals, metrics, and the kernels
 * under them as Tribuo trainers. Pure: no Spring, no database, no storage.
 */
@NullMarked
package io.manymodels.training.trainer;

import org.jspecify.annotations.NullMarked;
