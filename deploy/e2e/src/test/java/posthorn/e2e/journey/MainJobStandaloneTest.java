package posthorn.e2e.journey;

import posthorn.e2e.site.Site;

class MainJobStandaloneTest implements MainJob {

    @Override
    public Site site() {
        return Site.standalone();
    }
}
