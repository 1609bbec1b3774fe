package posthorn.e2e.journey;

import posthorn.e2e.site.Site;

class MainJobProcessesTest implements MainJob {

    @Override
    public Site site() {
        return Site.processes();
    }
}
