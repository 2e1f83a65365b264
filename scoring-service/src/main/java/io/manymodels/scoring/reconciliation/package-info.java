/** The arithmetic by which forecasts of keys and of groups of keys agree. Pure: no storage, no framework. */
@NullMarked
package io.manymodels.scoring.reconciliation;

import org.jspecify.annotations.NullMarked;
