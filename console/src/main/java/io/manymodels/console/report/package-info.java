/** A report of a family in one file. */
@NullMarked
package io.manymodels.console.report;

import org.jspecify.annotations.NullMarked;
