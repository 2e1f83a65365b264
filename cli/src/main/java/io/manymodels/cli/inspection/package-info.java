/** Looking at a source before anything is stored: init, inspect. */
@NullMarked
package io.manymodels.cli.inspection;

import org.jspecify.annotations.NullMarked;
