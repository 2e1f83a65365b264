/** Pictures as SVG, for pages and reports that need no script. */
@NullMarked
package io.manymodels.console.chart;

import org.jspecify.annotations.NullMarked;
