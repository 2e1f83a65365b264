/** A look at a spec and its source before anything is stored: inspect. */
@NullMarked
package io.manymodels.cli.inspection;

import org.jspecify.annotations.NullMarked;
