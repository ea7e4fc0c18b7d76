// The credentials that configs name: network tokens and SendGrid's key. Rights are roles, not access policies.
param name string
param location string
param tags object

@description('Days for which a deleted secret can be brought back.')
param deletedDays int
param purgeProtection bool

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: deletedDays
    // The service takes true or nothing: false is refused.
    enablePurgeProtection: purgeProtection ? true : null
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
