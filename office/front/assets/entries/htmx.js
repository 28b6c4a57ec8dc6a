// htmx for portal and examine; it registers itself as window.htmx.
import "htmx.org/dist/htmx.esm.js";
