/** The page that brings a first file. */
@NullMarked
package io.manymodels.console.start;

import org.jspecify.annotations.NullMarked;
