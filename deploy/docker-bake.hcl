# All images, for both architectures: docker buildx bake -f deploy/docker-bake.hcl --push
# The build runs on the architecture of each image (Java, AOT caches and some libraries are native): give the builder a node of
# each (docker buildx create --append), or name one: --set '*.platform=linux/arm64'. By emulation it works, but takes an hour.
# REVISION and SOURCE_DATE_EPOCH come from the environment: REVISION=$(git rev-parse HEAD) SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)

variable "REGISTRY" { default = "posthorn" }
variable "VERSION" { default = "0.1.0" }
variable "REVISION" { default = "unknown" }
variable "SOURCE_DATE_EPOCH" { default = "" }

group "default" {
  targets = ["image"]
}

target "image" {
  name       = service
  matrix     = { service = ["smtp-ingress", "delivery-worker", "mailbox-api", "imap-pop-frontend", "standalone"] }
  context    = "."
  dockerfile = "deploy/Dockerfile"
  target     = service
  tags       = ["${REGISTRY}/${service}:${VERSION}"]
  platforms  = ["linux/amd64", "linux/arm64"]
  args = {
    VERSION           = VERSION
    REVISION          = REVISION
    CREATED           = SOURCE_DATE_EPOCH == "" ? "1970-01-01T00:00:00Z" : formatdate("YYYY-MM-DD'T'hh:mm:ssZ", timeadd("1970-01-01T00:00:00Z", "${SOURCE_DATE_EPOCH}s"))
    SOURCE_DATE_EPOCH = SOURCE_DATE_EPOCH
  }
  attest = ["type=provenance,mode=max", "type=sbom"]
  output = ["type=image,rewrite-timestamp=true"]
}
