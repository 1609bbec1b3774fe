/**
 * The pages as people see them: in Chromium, driven by Playwright, where one is installed. axe-core
 * judges each page that is shown, and what the browser's console says counts as a failure.
 */
@NullMarked
package posthorn.e2e.pages;

import org.jspecify.annotations.NullMarked;
